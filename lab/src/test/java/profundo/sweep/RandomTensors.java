package profundo.sweep;

import java.util.Arrays;
import profundo.tensor.DType;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Tensors of any rank, size, type and layout, with and without requires-grad.
final class RandomTensors {
  private static final DType[] TYPES = DType.values();
  private static final double[] STRANGE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e38, 0
  };

  private final RandomNumbers numbers;
  private final Journal journal;

  RandomTensors(RandomNumbers numbers, Journal journal) {
    this.numbers = numbers;
    this.journal = journal;
  }

  Tensor tensor() {
    var shape = shape();
    var dtype = type();
    journal.add(Arrays.toString(shape) + " " + dtype);
    var tensor = laidOut(filled(shape, dtype));
    if (dtype.isFloatingPoint() && numbers.chance(0.35)) {
      journal.add(" grad");
      tensor = numbers.chance(0.5) ? tensor.detach().requiresGrad(true) : computed(tensor);
    }
    if (numbers.isWild() && numbers.chance(0.15)) {
      journal.add(" closed");
      tensor.close();
    }
    return tensor;
  }

  private static Tensor computed(Tensor tensor) {
    return tensor.detach().requiresGrad(true).mul(1.5);
  }

  private long[] shape() {
    var theme = numbers.theme();
    if (numbers.chance(0.55)) {
      return switch (numbers.below(6)) {
        case 0 -> new long[] {theme[1]};
        case 1 -> new long[] {theme[0], theme[1]};
        case 2 -> new long[] {theme[1], theme[0]};
        case 3 -> new long[] {theme[0], theme[1], theme[2]};
        case 4 -> theme;
        default -> new long[] {theme[1], theme[1], theme[2], theme[3]};
      };
    }
    var shape = new long[numbers.below(6)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = numbers.chance(0.6) ? numbers.themed() : numbers.below(6);
    }
    return shape;
  }

  private DType type() {
    return switch (numbers.below(10)) {
      case 0, 1, 2, 3, 4 -> DType.FLOAT32;
      case 5 -> DType.FLOAT64;
      case 6, 7 -> DType.INT64;
      default -> TYPES[numbers.below(TYPES.length)];
    };
  }

  private Tensor filled(long[] shape, DType dtype) {
    if (!dtype.isFloatingPoint() && !dtype.isComplex()) {
      return Tensors.randint(numbers.isWild() ? -9 : 0, 6, shape).to(dtype);
    }
    var filled = Tensors.randn(shape).to(dtype);
    if (numbers.isWild()) {
      double strange = STRANGE[numbers.below(STRANGE.length)];
      journal.add(" of " + strange);
      return numbers.chance(0.5) ? filled.fill_(strange) : filled.mul(strange);
    }
    return filled;
  }

  private Tensor laidOut(Tensor x) {
    int dim = x.dim();
    int layout = numbers.below(10);
    if (dim == 4 && layout <= 2) {
      journal.add(" channels last");
      return x.channelsLast();
    }
    if (dim >= 2 && layout == 3) {
      journal.add(" transposed");
      return x.transpose(0, dim - 1L);
    }
    if (dim >= 1 && layout == 4) {
      journal.add(" sliced");
      return x.slice(numbers.below(dim), numbers.below(2), 1L << 40, 2);
    }
    if (dim >= 1 && layout == 5) {
      journal.add(" expanded");
      var sizes = x.shape().toArray();
      int at = numbers.below(dim);
      return sizes[at] == 0 ? x : x.narrow(at, 0, 1).expand(sizes);
    }
    return x;
  }
}
