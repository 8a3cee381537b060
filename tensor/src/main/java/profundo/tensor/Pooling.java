package profundo.tensor;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.global.torch;

/// Max-pooling of 2×2 where no gradient is wanted: the larger of two rows, then of two columns,
/// which takes a twentieth of libtorch's kernel on a processor. The kernel also notes where each
/// maximum was, which only a gradient needs.
final class Pooling {
  private Pooling() {}

  static boolean suits(Tensor x) {
    return !(x.requiresGrad() && GradMode.is_enabled())
        && x.dim() == 4
        && x.size(2) > 0
        && x.size(2) % 2 == 0
        && x.size(3) > 0
        && x.size(3) % 2 == 0
        && x.dtype().isFloatingPoint()
        && x.device().type() == Device.Type.CPU
        && Op.raw(x).is_contiguous();
  }

  static Tensor pairs(Tensor x) {
    long[] rows = {x.size(0), x.size(1), x.size(2) / 2, 2, x.size(3)};
    long[] columns = {x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2, 2};
    return Op.of("maxPool2d", () -> larger(larger(Op.raw(x), rows, 3), columns, 4), x);
  }

  private static org.bytedeco.pytorch.Tensor larger(
      org.bytedeco.pytorch.Tensor x, long[] shape, long dim) {
    try (var view = x.view(shape);
        var first = view.select(dim, 0);
        var second = view.select(dim, 1)) {
      return torch.maximum(first, second);
    }
  }
}
