package profundo.train.metric;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.IndexException;
import profundo.tensor.Tensor;

/// The confusion matrix of a classifier, and what follows from it.
///
/// ```java
/// var confusion = new Confusion(10);
/// confusion.add(net.forward(x), y);       // [N, 10] and [N]
/// double f1 = confusion.macroF1();
/// ```
///
/// Precision, recall and F1 (van Rijsbergen 1979) as scikit-learn has them: a quotient without a
/// denominator is 0, and a macro average is the plain mean over the classes that occur among
/// targets or predictions.
public final class Confusion {
  private static final int MOST = 10_000;

  private final int classes;
  private final long[] counts;

  /// An empty matrix.
  ///
  /// @param classes the number of classes, 1 to 10,000
  /// @throws IllegalArgumentException if it is another number
  public Confusion(int classes) {
    if (classes < 1 || classes > MOST) {
      throw new IllegalArgumentException(
          Text.format("there are 1 to %d classes, not %d", MOST, classes));
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /// Counts a batch.
  ///
  /// @param predicted `[N]`, the predicted classes, 0 to C−1
  /// @param target `[N]`, the true classes, 0 to C−1
  public void add(long[] predicted, long[] target) {
    Given.require("predicted", predicted);
    Given.require("target", target);
    Pairs.check(predicted.length, target.length);
    for (var i = 0; i < target.length; i++) {
      counts[index(target[i]) * classes + index(predicted[i])]++;
    }
  }

  /// Counts a batch.
  ///
  /// @param predicted `[N]`, the predicted classes, or `[N, C]`, scores of which the highest
  ///   counts; of pictures `[N, H, W]` or `[N, C, H, W]`
  /// @param target `[N]` or `[N, H, W]`, the true classes
  public void add(Tensor predicted, Tensor target) {
    Given.require("predicted", predicted);
    Given.require("target", target);
    add(Classes.predictions(predicted, target), Classes.targets(target));
  }

  private int index(long c) {
    if (c < 0 || c >= classes) {
      throw new IndexException(
          "confusion",
          Text.format("class %d is not one of the %d, 0 to %d", c, classes, classes - 1));
    }
    return (int) c;
  }

  /// The number of classes.
  public int classes() {
    return classes;
  }

  /// How many examples of class `target` were taken for class `predicted`.
  public long count(int target, int predicted) {
    return counts[index(target) * classes + index(predicted)];
  }

  /// All counts, `[target][predicted]`.
  public long[][] counts() {
    return IntStream.range(0, classes)
        .mapToObj(row -> Arrays.copyOfRange(counts, row * classes, (row + 1) * classes))
        .toArray(long[][]::new);
  }

  /// The share of all examples on the diagonal; NaN if there are none. The micro averages of
  /// precision, recall and F1 all equal it, since each example has one class.
  public double accuracy() {
    var right = IntStream.range(0, classes).mapToLong(c -> count(c, c)).sum();
    return (double) right / Arrays.stream(counts).sum();
  }

  /// Of the examples taken for class `c`, the share that is.
  public double precision(int c) {
    return share(count(c, c), predicted(c));
  }

  /// Of the examples of class `c`, the share that was found.
  public double recall(int c) {
    return share(count(c, c), targets(c));
  }

  /// The harmonic mean of precision and recall of class `c`.
  public double f1(int c) {
    return share(2 * count(c, c), predicted(c) + targets(c));
  }

  /// The mean precision over the classes that occur; NaN if none does.
  public double macroPrecision() {
    return macro(this::precision);
  }

  /// The mean recall over the classes that occur; NaN if none does.
  public double macroRecall() {
    return macro(this::recall);
  }

  /// The mean F1 over the classes that occur; NaN if none does.
  public double macroF1() {
    return macro(this::f1);
  }

  /// Precision of all classes' counts taken together, which is the accuracy.
  public double microPrecision() {
    return accuracy();
  }

  /// Recall of all classes' counts taken together, which is the accuracy.
  public double microRecall() {
    return accuracy();
  }

  /// F1 of all classes' counts taken together, which is the accuracy.
  public double microF1() {
    return accuracy();
  }

  /// Of the examples that are of class `c` or were taken for it, the share that is both: the
  /// intersection over the union (Jaccard 1912).
  public double iou(int c) {
    return share(count(c, c), predicted(c) + targets(c) - count(c, c));
  }

  /// The mean intersection over the union, over the classes that occur; NaN if none does.
  public double meanIou() {
    return macro(this::iou);
  }

  /// The correlation between targets and predictions, −1 to 1 (Matthews 1975, for many classes
  /// Gorodkin 2004, equation 8); 0 where all targets or all predictions are of one class, as
  /// scikit-learn has it.
  public double matthews() {
    double all = Arrays.stream(counts).sum();
    var right = 0.0;
    var both = 0.0;
    var predictedSquares = 0.0;
    var targetSquares = 0.0;
    for (var c = 0; c < classes; c++) {
      double p = predicted(c);
      double t = targets(c);
      right += count(c, c);
      both += p * t;
      predictedSquares += p * p;
      targetSquares += t * t;
    }
    var spread = Math.sqrt(all * all - predictedSquares) * Math.sqrt(all * all - targetSquares);
    return spread == 0 ? 0 : (right * all - both) / spread;
  }

  private double macro(IntToDoubleFunction figure) {
    return IntStream.range(0, classes)
        .filter(c -> predicted(c) + targets(c) > 0)
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }

  private long predicted(int c) {
    return IntStream.range(0, classes).mapToLong(row -> count(row, c)).sum();
  }

  private long targets(int c) {
    return IntStream.range(0, classes).mapToLong(column -> count(c, column)).sum();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
