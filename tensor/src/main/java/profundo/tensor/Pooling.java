package profundo.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.GradMode;

/// Max-pooling of 2×2 on a processor, faster than libtorch's kernel, which asks of each number in
/// its turn whether it is the largest so far.
///
/// The values are the larger of two rows, then of two columns. Where a gradient is wanted, the
/// place of each maximum comes from whole-tensor comparisons, and the gradient goes back through a
/// `gather`: to the first maximum in a window, as the kernel has it.
final class Pooling {
  private static final long[] PAIR = {2, 2};
  private static final long[] NONE = {0, 0};

  private Pooling() {}

  /// None where other windows are asked for, where the numbers lie in another order or elsewhere,
  /// and where a gradient is wanted of numbers that are NaN or infinite: only the kernel follows
  /// NaN.
  static Optional<Tensor> pairs(Tensor x, long[] kernel, long[] stride, long[] padding) {
    boolean inPairs =
        Arrays.equals(kernel, PAIR) && Arrays.equals(stride, PAIR) && Arrays.equals(padding, NONE);
    return inPairs && suits(x) ? pairs(x) : Optional.empty();
  }

  private static boolean suits(Tensor x) {
    return x.dim() == 4
        && x.size(2) > 0
        && x.size(2) % 2 == 0
        && x.size(3) > 0
        && x.size(3) % 2 == 0
        && x.dtype().isFloatingPoint()
        && x.device().type() == Device.Type.CPU
        && x.isContiguous();
  }

  private static Optional<Tensor> pairs(Tensor x) {
    try (var scope = Scope.open()) {
      if (!x.requiresGrad() || !GradMode.is_enabled()) {
        return Optional.of(scope.keep(largest(x)));
      }
      return places(x.detach())
          .map(places -> {
            var found = x.flatten(2, 3).gather(2, places);
            return scope.keep(found.unflatten(2, x.size(2) / 2, x.size(3) / 2));
          });
    }
  }

  private static Tensor largest(Tensor x) {
    long height = x.size(2) / 2;
    var rows = x.reshape(x.size(0), x.size(1), height, 2, x.size(3));
    var columns =
        rows.select(3, 0)
            .maximum(rows.select(3, 1))
            .reshape(x.size(0), x.size(1), height, x.size(3) / 2, 2);
    return columns.select(4, 0).maximum(columns.select(4, 1));
  }

  /// Where in its picture of H · W numbers each window has its first maximum, `[N, C, H/2 · W/2]`;
  /// none if a maximum is no finite number.
  ///
  /// A window's two rows are compared in operations of their own, not as one operation's halves:
  /// its threads would share out the rows, and each would read the pictures of the other.
  private static Optional<Tensor> places(Tensor x) {
    long height = x.size(2) / 2;
    long width = x.size(3) / 2;
    var windows = x.reshape(x.size(0), x.size(1), height, 2, width, 2);
    var left = windows.select(5, 0);
    var right = windows.select(5, 1);
    var above = left.select(3, 0).maximum(right.select(3, 0));
    var below = left.select(3, 1).maximum(right.select(3, 1));
    if (!Double.isFinite(above.maximum(below).sum().item())) {
      return Optional.empty();
    }
    var isBelow = below.gt(above);
    var aboveRight = right.select(3, 0).gt(left.select(3, 0));
    var belowRight = right.select(3, 1).gt(left.select(3, 1));
    var column = aboveRight.logicalXor(isBelow.logicalAnd(aboveRight.logicalXor(belowRight)));
    var inWindow = isBelow.to(DType.INT32).mul(x.size(3)).add_(column);
    return Optional.of(corners(height, width).add(inWindow).flatten(2, 3));
  }

  /// The places of the windows' first numbers, `[H/2, W/2]`.
  private static Tensor corners(long height, long width) {
    var places = Tensors.arange(0L, 4 * height * width, 1L).reshape(height, 2, width, 2);
    return places.select(3, 0).select(1, 0).contiguous();
  }
}
