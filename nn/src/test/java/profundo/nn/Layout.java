package profundo.nn;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import profundo.tensor.Tensor;

/// The ways in which the numbers of a tensor can lie in memory. Each gives a tensor of the same
/// shape; all but `EXPANDED` of the same numbers.
enum Layout {
  CONTIGUOUS(Tensor::copy),
  CHANNELS_LAST(x -> x.dim() == 4 ? x.channelsLast() : channelsLast(x)),
  TRANSPOSED(x -> reordered(x, LongStream.range(0, x.dim()).map(i -> x.dim() - 1 - i))),
  SLICED(x ->
      x.dim() == 0
          ? Tensor.stack(0, x, x).get(1)
          : Tensor.stack(x.dim(), x, x).flatten(x.dim() - 1L).slice(-1, 1, 1L << 40, 2)),
  NARROWED(x -> x.dim() == 0 ? x.copy() : Tensor.cat(0, x, x).narrow(0, x.size(0), x.size(0))),
  EXPANDED(x -> x.dim() == 0 ? x.copy() : x.narrow(0, 0, 1).copy().expand(x.shape().toArray())),
  EXPANDED_LAST(
      x -> x.dim() == 0 ? x.copy() : x.narrow(-1, 0, 1).copy().expand(x.shape().toArray()));

  private final UnaryOperator<Tensor> change;

  Layout(UnaryOperator<Tensor> change) {
    this.change = change;
  }

  /// A leaf of its own that lies so; never a view of the given tensor.
  Tensor of(Tensor x) {
    return change.apply(x.detach());
  }

  /// The layouts that leave different numbers different.
  static List<Layout> ofDistinct() {
    return List.of(CONTIGUOUS, CHANNELS_LAST, TRANSPOSED, SLICED, NARROWED);
  }

  private static Tensor channelsLast(Tensor x) {
    return x.dim() < 3
        ? x.copy()
        : reordered(
            x,
            LongStream.concat(
                LongStream.of(0),
                LongStream.concat(LongStream.range(2, x.dim()), LongStream.of(1))));
  }

  /// Lies in memory in this order of dimensions.
  private static Tensor reordered(Tensor x, LongStream order) {
    var dims = order.toArray();
    var back = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      back[(int) dims[i]] = i;
    }
    return x.permute(dims).copy().contiguous().permute(back);
  }
}
