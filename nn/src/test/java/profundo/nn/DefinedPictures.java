package profundo.nn;

import static profundo.nn.Numbers.each;
import static profundo.nn.Numbers.sum;
import static profundo.nn.OperationsTest.l;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import profundo.nn.DefinedOperations.Defined;
import profundo.nn.OperationsTest.Operation;
import profundo.tensor.Tensor;

/// Signals, pictures and their channels among [DefinedOperations].
final class DefinedPictures {
  private final Map<String, Defined> cases;

  private DefinedPictures(Map<String, Defined> cases) {
    this.cases = cases;
  }

  static void addTo(Map<String, Defined> cases) {
    var pictures = new DefinedPictures(cases);
    pictures.pixels();
    pictures.sizes();
    pictures.convolutions();
    pictures.normalisations();
  }

  private void of(String name, Operation operation, Operation definition) {
    cases.put(name, new Defined(operation, definition));
  }

  private void pixels() {
    of(
        "pixelShuffle",
        t -> t.picture().pixelShuffle(2),
        t -> {
          var x = Numbers.of(t.picture());
          return each(
              l(2, 1, 12, 12),
              i -> x.at(i[0], 4 * i[1] + i[2] % 2 * 2 + i[3] % 2, i[2] / 2, i[3] / 2));
        });
    of(
        "pixelUnshuffle",
        t -> t.picture().pixelUnshuffle(3),
        t -> {
          var x = Numbers.of(t.picture());
          return each(
              l(2, 36, 2, 2),
              i -> x.at(i[0], i[1] / 9, 3 * i[2] + i[1] % 9 / 3, 3 * i[3] + i[1] % 3));
        });
    of(
        "fold",
        t -> t.in("signal").fold(l(4, 4), l(2, 2), l(1, 1), l(1, 1), l(2, 2)),
        t -> {
          var columns = Numbers.of(t.in("signal"));
          return each(
              l(2, 1, 4, 4),
              i -> {
                long above = i[2] + 1;
                long left = i[3] + 1;
                return columns.at(i[0], above % 2 * 2 + left % 2, above / 2 * 3 + left / 2);
              });
        });
  }

  private void sizes() {
    of(
        "adaptiveMaxPool2d",
        t -> t.picture().adaptiveMaxPool2d(4, 2),
        t -> {
          var x = Numbers.of(t.picture());
          return each(
              l(2, 4, 4, 2),
              i -> {
                double largest = Double.NEGATIVE_INFINITY;
                for (long h = i[2] * 6 / 4; h < ((i[2] + 1) * 6 + 3) / 4; h++) {
                  for (long w = i[3] * 3; w < i[3] * 3 + 3; w++) {
                    largest = Math.max(largest, x.at(i[0], i[1], h, w));
                  }
                }
                return largest;
              });
        });
    of(
        "upsampleBicubic2d",
        t -> t.picture().upsampleBicubic2d(9, 8),
        t -> {
          var x = Numbers.of(t.picture());
          return each(
              l(2, 4, 9, 8),
              i -> {
                double h = (i[2] + 0.5) * 6 / 9 - 0.5;
                double w = (i[3] + 0.5) * 6 / 8 - 0.5;
                return sum(
                    4,
                    a ->
                        sum(
                            4,
                            b -> {
                              long above = (long) Math.floor(h) - 1 + a;
                              long left = (long) Math.floor(w) - 1 + b;
                              double pixel =
                                  x.at(
                                      i[0],
                                      i[1],
                                      Math.clamp(above, 0L, 5L),
                                      Math.clamp(left, 0L, 5L));
                              return cubic(h - above) * cubic(w - left) * pixel;
                            }));
              });
        });
  }

  /// Keys' kernel with a = −0.75.
  private static double cubic(double distance) {
    double d = Math.abs(distance);
    double a = -0.75;
    return d <= 1
        ? ((a + 2) * d - (a + 3)) * d * d + 1
        : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }

  private void convolutions() {
    of(
        "convTranspose1d",
        t ->
            t.in("signal")
                .convTranspose1d(
                    t.in("kernel1").narrow(0, 0, 4),
                    t.in("bias").narrow(0, 0, 4),
                    l(2),
                    l(1),
                    l(1),
                    2,
                    l(2)),
        t ->
            new Transposed(
                    Numbers.of(t.in("signal")),
                    Numbers.of(t.in("kernel1").narrow(0, 0, 4)),
                    Numbers.of(t.in("bias")),
                    2,
                    2)
                .of(l(2, 4, 20), l(2), l(1)));
    of(
        "convTranspose3d",
        t ->
            t.in("volume")
                .convTranspose3d(
                    t.in("kernel3").transpose(0, 1),
                    null,
                    l(1, 2, 1),
                    l(1, 0, 0),
                    l(0, 1, 0),
                    1,
                    l(1, 1, 1)),
        t ->
            new Transposed(
                    Numbers.of(t.in("volume")),
                    Numbers.of(t.in("kernel3").transpose(0, 1)),
                    null,
                    1,
                    1)
                .of(l(1, 3, 3, 9, 4), l(1, 2, 1), l(1, 0, 0)));
  }

  /// A transposed convolution: to each output comes, from each input, what the kernel has between.
  private record Transposed(
      Numbers x, Numbers weight, @Nullable Numbers bias, long groups, long dilation) {
    Tensor of(long[] shape, long[] stride, long[] padding) {
      return each(
          shape,
          i -> {
            long each = weight.shape()[1];
            long in = x.shape()[1] / groups;
            double start = bias == null ? 0 : bias.at(i[1]);
            long group = i[1] / each;
            return start
                + sum(
                    in,
                    c -> {
                      var from = i.clone();
                      from[1] = group * in + c;
                      var kernel = new long[i.length];
                      kernel[0] = from[1];
                      kernel[1] = i[1] % each;
                      return over(2, i, from, kernel, stride, padding);
                    });
          });
    }

    private double over(
        int dim, long[] to, long[] from, long[] kernel, long[] stride, long[] padding) {
      if (dim == to.length) {
        return x.at(from) * weight.at(kernel);
      }
      return sum(
          weight.shape()[dim],
          k -> {
            long place = to[dim] + padding[dim - 2] - k * dilation;
            if (place < 0 || place % stride[dim - 2] != 0) {
              return 0;
            }
            from[dim] = place / stride[dim - 2];
            kernel[dim] = k;
            return over(dim + 1, to, from, kernel, stride, padding);
          });
    }
  }

  private void normalisations() {
    of(
        "instanceNorm",
        t -> t.picture().instanceNorm(t.in("gamma"), t.in("beta"), 1e-3),
        t -> {
          var x = Numbers.of(t.picture());
          var gamma = Numbers.of(t.in("gamma"));
          var beta = Numbers.of(t.in("beta"));
          return each(
              x.shape(),
              i -> {
                var one = t.picture().get(i[0]).get(i[1]).detach().toDoubleArray();
                double mean = Arrays.stream(one).average().orElseThrow();
                double variance =
                    Arrays.stream(one).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
                return gamma.at(i[1]) * (x.at(i) - mean) / Math.sqrt(variance + 1e-3)
                    + beta.at(i[1]);
              });
        });
    of(
        "localResponseNorm",
        t -> t.picture().localResponseNorm(4, 0.3, 0.75, 2),
        t -> {
          var x = Numbers.of(t.picture());
          return each(
              x.shape(),
              i -> {
                double squares = sum(4, j -> Math.pow(x.at(i[0], i[1] - 2 + j, i[2], i[3]), 2));
                return x.at(i) / Math.pow(2 + 0.3 * squares / 4, 0.75);
              });
        });
  }
}
