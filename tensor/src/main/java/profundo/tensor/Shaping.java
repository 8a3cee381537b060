package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Shapes: what they are, and the same elements in other ones.
public sealed interface Shaping permits Tensor {
  /// The sizes along the dimensions.
  default Shape shape() {
    return Op.read("shape", () -> Shape.of(Op.raw(this).shape()), this);
  }

  /// The size along a dimension; negative ones count from the last.
  default long size(int dim) {
    return Op.read("size", () -> Op.raw(this).size(dim), this);
  }

  /// The number of dimensions.
  default int dim() {
    return Op.read("dim", () -> (int) Op.raw(this).dim(), this);
  }

  /// The number of elements.
  default long numel() {
    return Op.read("numel", () -> Op.raw(this).numel(), this);
  }

  /// Whether the elements lie one after another in memory, the last dimension fastest.
  default boolean isContiguous() {
    return Op.read("isContiguous", () -> Op.raw(this).is_contiguous(), this);
  }

  /// Whether each element has a place of its own in memory and the places leave no gaps, in
  /// whatever order: so for a transposed or channels-last tensor, not for one that `expand`
  /// repeats.
  default boolean isDense() {
    return Op.read("isDense", () -> Op.raw(this).is_non_overlapping_and_dense(), this);
  }

  /// Whether the tensor looks at a part of memory of which other tensors see more, as one that
  /// `narrow` made does.
  default boolean isPart() {
    return Op.read(
        "isPart",
        () -> {
          var raw = Op.raw(this);
          if (!raw.has_storage()) {
            return false;
          }
          var storage = raw.storage();
          return storage.nbytes() > raw.nbytes() && storage.use_count() > 1;
        },
        this);
  }

  /// The same elements in another shape, sharing memory where that can be; one size may be −1.
  default Tensor reshape(long... shape) {
    NullArgument.require("reshape", "shape", shape);
    return Op.of("reshape", () -> torch.reshape(Op.raw(this), shape), this);
  }

  /// As [#reshape(long...)] with these sizes.
  default Tensor reshape(Shape shape) {
    return reshape(NullArgument.require("reshape", "shape", shape).sizes());
  }

  /// The same memory in another shape.
  ///
  /// @throws ShapeException if the memory's order does not allow it: use [#reshape(long...)]
  default Tensor view(long... shape) {
    NullArgument.require("view", "shape", shape);
    return Op.of("view", () -> Op.raw(this).view(shape), this);
  }

  /// As [#view(long...)] with these sizes.
  default Tensor view(Shape shape) {
    return view(NullArgument.require("view", "shape", shape).sizes());
  }

  /// All dimensions from `start` on joined into one.
  default Tensor flatten(long start) {
    return flatten(start, -1);
  }

  /// The dimensions from `start` to `end`, both included, joined into one.
  default Tensor flatten(long start, long end) {
    return Op.of("flatten", () -> torch.flatten(Op.raw(this), start, end), this);
  }

  /// One dimension split into several.
  default Tensor unflatten(long dim, long... sizes) {
    NullArgument.require("unflatten", "sizes", sizes);
    return Op.of("unflatten", () -> torch.unflatten(Op.raw(this), dim, sizes), this);
  }

  /// As [#unflatten(long,long...)] with these sizes.
  default Tensor unflatten(long dim, Shape sizes) {
    return unflatten(dim, NullArgument.require("unflatten", "sizes", sizes).sizes());
  }

  /// The dimensions in another order: the new i-th is the old `dims[i]`-th. Shares memory.
  default Tensor permute(long... dims) {
    NullArgument.require("permute", "dims", dims);
    return Op.of("permute", () -> torch.permute(Op.raw(this), dims), this);
  }

  /// Two dimensions exchanged. Shares memory.
  default Tensor transpose(long first, long second) {
    return Op.of("transpose", () -> torch.transpose(Op.raw(this), first, second), this);
  }

  /// The transposed matrix. Shares memory.
  default Tensor t() {
    return Op.unary("t", this, torch::t);
  }

  /// One dimension moved to another place. Shares memory.
  default Tensor movedim(long from, long to) {
    return Op.of("movedim", () -> torch.movedim(Op.raw(this), from, to), this);
  }

  /// A new dimension of size 1 at `dim`. Shares memory.
  default Tensor unsqueeze(long dim) {
    return Op.of("unsqueeze", () -> torch.unsqueeze(Op.raw(this), dim), this);
  }

  /// Without the dimensions of size 1. Shares memory.
  default Tensor squeeze() {
    return Op.unary("squeeze", this, torch::squeeze);
  }

  /// Without this dimension, if its size is 1. Shares memory.
  default Tensor squeeze(long dim) {
    return Op.of("squeeze", () -> torch.squeeze(Op.raw(this), dim), this);
  }

  /// Dimensions of size 1 repeated to these sizes without a copy; −1 leaves a size as it is.
  default Tensor expand(long... sizes) {
    NullArgument.require("expand", "sizes", sizes);
    for (long size : sizes) {
      if (size < -1) {
        throw new ShapeException(
            "expand",
            "a size is 0 or more, or −1 to leave it, not " + size + ": " + shape() + ".",
            shape());
      }
    }
    return Op.of("expand", () -> Op.raw(this).expand(sizes), this);
  }

  /// As [#expand(long...)] with these sizes.
  default Tensor expand(Shape sizes) {
    return expand(NullArgument.require("expand", "sizes", sizes).sizes());
  }

  /// The whole tensor repeated this many times along each dimension.
  default Tensor repeat(long... times) {
    NullArgument.require("repeat", "times", times);
    return Op.of("repeat", () -> Op.raw(this).repeat(times), this);
  }

  /// As [#repeat], with numbers for the last dimensions only where there are fewer than dimensions.
  default Tensor tile(long... times) {
    NullArgument.require("tile", "times", times);
    return Op.of("tile", () -> torch.tile(Op.raw(this), times), this);
  }

  /// The diagonals of the matrices along two dimensions, as a new last dimension: above the main
  /// one by `offset`, or below by −`offset`. Shares memory.
  default Tensor diagonal(long offset, long first, long second) {
    return Op.of("diagonal", () -> torch.diagonal(Op.raw(this), offset, first, second), this);
  }

  /// Each slice along a dimension repeated this many times.
  default Tensor repeatInterleave(long times, long dim) {
    return Op.of(
        "repeatInterleave",
        () -> Op.withLong(dim, d -> torch.repeat_interleave(Op.raw(this), times, d, Op.NO_LONG)),
        this);
  }

  /// The order of elements reversed along these dimensions.
  default Tensor flip(long... dims) {
    NullArgument.require("flip", "dims", dims);
    return Op.of("flip", () -> torch.flip(Op.raw(this), dims), this);
  }

  /// The elements moved along a dimension, those pushed out coming back at the other end.
  default Tensor roll(long shift, long dim) {
    return Op.of("roll", () -> torch.roll(Op.raw(this), new long[] {shift}, dim), this);
  }

  /// Pieces of `size` along a dimension; the last may be shorter. They share memory.
  default Tensor[] split(long size, long dim) {
    return Op.many("split", () -> torch.split(Op.raw(this), size, dim), this);
  }

  /// Pieces of these sizes along a dimension. They share memory.
  default Tensor[] split(long[] sizes, long dim) {
    NullArgument.require("split", "sizes", sizes);
    return Op.many("split", () -> torch.split(Op.raw(this), sizes, dim), this);
  }

  /// At most `pieces` pieces of equal size along a dimension. They share memory.
  default Tensor[] chunk(long pieces, long dim) {
    return Op.many("chunk", () -> torch.chunk(Op.raw(this), pieces, dim), this);
  }

  /// The slices along a dimension, which goes away. They share memory.
  default Tensor[] unbind(long dim) {
    return Op.many("unbind", () -> torch.unbind(Op.raw(this), dim), this);
  }

  /// Windows of `size` along a dimension, every `step`; the window is a new last dimension. Shares
  /// memory.
  default Tensor unfold(long dim, long size, long step) {
    return Op.of("unfold", () -> Op.raw(this).unfold(dim, size, step), this);
  }

  /// A border of a constant: `pads` are (before, after) pairs from the last dimension on.
  default Tensor pad(double value, long... pads) {
    NullArgument.require("pad", "pads", pads);
    return Op.of(
        "pad",
        () -> torch.constant_pad_nd(Op.raw(this), pads, Local.current().scalar(value)),
        this);
  }

  /// A border of an integer: `pads` are (before, after) pairs from the last dimension on.
  default Tensor pad(long value, long... pads) {
    NullArgument.require("pad", "pads", pads);
    DType.require("pad", (Tensor) this, value);
    return Op.of(
        "pad",
        () -> torch.constant_pad_nd(Op.raw(this), pads, Local.current().scalar(value)),
        this);
  }

  /// A border that mirrors the inside (`reflect`) or repeats the edge (`replicate`) or the other
  /// side (`circular`): `pads` are (before, after) pairs from the last dimension on.
  default Tensor pad(String mode, long... pads) {
    NullArgument.require("pad", "mode", mode);
    NullArgument.require("pad", "pads", pads);
    return Op.of("pad", () -> torch.pad(Op.raw(this), pads, mode, Op.NO_DOUBLE), this);
  }

  /// Elements in one piece of memory, the last dimension fastest; itself where it is so already.
  default Tensor contiguous() {
    return Op.of("contiguous", () -> Op.raw(this).contiguous(), this);
  }

  /// The lower triangle of the last two dimensions, up to the given diagonal; zeros elsewhere.
  default Tensor tril(long diagonal) {
    return Op.of("tril", () -> torch.tril(Op.raw(this), diagonal), this);
  }

  /// The upper triangle of the last two dimensions, from the given diagonal on; zeros elsewhere.
  default Tensor triu(long diagonal) {
    return Op.of("triu", () -> torch.triu(Op.raw(this), diagonal), this);
  }
}
