package profundo.lab.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Holm's correction for several comparisons (Holm 1979, *A simple sequentially rejective multiple
/// test procedure*): whoever calls different what lies at or below a level in the corrected values
/// calls anything different by mistake with no more than that probability in all.
public final class Holm {
  private Holm() {}

  /// The corrected values, in the order of the given ones: the k-th smallest of m times m − k + 1,
  /// never below a smaller one's and never above 1.
  public static double[] corrected(double... p) {
    var order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var corrected = new double[p.length];
    double largest = 0;
    for (int k = 0; k < p.length; k++) {
      largest = Math.max(largest, Math.min(1, (p.length - k) * p[order[k]]));
      corrected[order[k]] = largest;
    }
    return corrected;
  }
}
