package profundo.tensor;

/// What losses want of their targets, said before native code broadcasts them or names its types.
final class LossTargets {
  private LossTargets() {}

  /// Wants predictions of real numbers and a target of the same shape.
  static void requireAlike(String loss, Tensor prediction, Tensor target) {
    boolean alike = prediction.dim() == target.dim();
    for (int i = 0; alike && i < prediction.dim(); i++) {
      alike = prediction.size(i) == target.size(i);
    }
    if (!alike) {
      throw new ShapeException(
          loss,
          "the prediction is "
              + prediction.shape()
              + " and the target "
              + target.shape()
              + ", and a loss compares equal shapes only: use "
              + remedy(prediction.shape(), target.shape())
              + ".",
          prediction.shape(),
          target.shape());
    }
    if (!prediction.dtype().isFloatingPoint()) {
      throw new DTypeException(
          loss,
          "the prediction is "
              + prediction.dtype()
              + ", and a loss is of real numbers: use to(DType.FLOAT32).",
          prediction.shape());
    }
  }

  /// Wants variances for each prediction, or one for each row, and none below 0.
  static void requireVariance(String loss, Tensor prediction, Tensor variance) {
    boolean alike = prediction.dim() == variance.dim();
    for (int i = 0; alike && i < prediction.dim(); i++) {
      long size = variance.size(i);
      alike = size == prediction.size(i) || size == 1 && i == prediction.dim() - 1;
    }
    if (!alike || !variance.dtype().isFloatingPoint()) {
      var problem =
          "the variance is "
              + variance.shape()
              + " "
              + variance.dtype()
              + "; real numbers of the prediction's shape "
              + prediction.shape()
              + " wanted, or with a last dimension of 1.";
      throw alike
          ? new DTypeException(loss, problem, prediction.shape(), variance.shape())
          : new ShapeException(loss, problem, prediction.shape(), variance.shape());
    }
    try (var below = variance.lt(0L);
        var any = below.any()) {
      if (any.itemLong() != 0) {
        throw new TensorException(
            loss + ": a variance is below 0: use exp() or softplus() of what the net gives.");
      }
    }
  }

  /// A weight for each of the losses, of which fewer may be given.
  static Tensor broadcast(String loss, Tensor weight, Shape losses) {
    var given = weight.shape();
    boolean fits = given.dim() <= losses.dim();
    for (int i = 1; fits && i <= given.dim(); i++) {
      fits = given.size(-i) == losses.size(-i) || given.size(-i) == 1;
    }
    if (!fits) {
      throw new ShapeException(
          loss,
          "the weight is "
              + given
              + ", and the losses "
              + losses
              + ": give one for each, or a shape that broadcasts to theirs.",
          losses,
          given);
    }
    return weight.expand(losses);
  }

  private static String remedy(Shape prediction, Shape target) {
    int axis = additional(prediction, target);
    if (axis >= 0) {
      return "prediction.squeeze(" + axis + ") or target.unsqueeze(" + axis + ")";
    }
    axis = additional(target, prediction);
    if (axis >= 0) {
      return "target.squeeze(" + axis + ") or prediction.unsqueeze(" + axis + ")";
    }
    return "reshape, or expand where one target is meant for several predictions";
  }

  /// The axis of size 1 without which the longer shape is the shorter one; −1 if there is none.
  private static int additional(Shape longer, Shape shorter) {
    for (int axis = 0; longer.dim() == shorter.dim() + 1 && axis < longer.dim(); axis++) {
      boolean same = longer.size(axis) == 1;
      for (int i = 0; same && i < shorter.dim(); i++) {
        same = shorter.size(i) == longer.size(i < axis ? i : i + 1);
      }
      if (same) {
        return axis;
      }
    }
    return -1;
  }

  /// Wants class labels to be 64-bit integers or bytes without a class dimension, or, where the
  /// loss takes them, probabilities of the logits' shape.
  static void requireClasses(
      String loss, Tensor logits, Tensor target, boolean takesProbabilities) {
    var type = target.dtype();
    boolean probabilities = takesProbabilities && target.dim() == logits.dim();
    boolean fits =
        type == DType.INT64 || type == DType.UINT8 || probabilities && type.isFloatingPoint();
    if (!fits) {
      throw new DTypeException(
          loss,
          "the target "
              + target.shape()
              + " is "
              + type
              + "; class labels are INT64, without the logits' class dimension: use"
              + " target.to(DType.INT64)"
              + (takesProbabilities ? "; probabilities have the logits' shape and type" : "")
              + ": logits are "
              + logits.shape()
              + ".",
          logits.shape(),
          target.shape());
    }
    if (logits.dim() > 1 && target.dim() == logits.dim() && !type.isFloatingPoint()) {
      throw new ShapeException(
          loss,
          "class labels have no class dimension, and the target is "
              + target.shape()
              + " for logits "
              + logits.shape()
              + ": use "
              + (target.size(1) == 1
                  ? "target.squeeze(1)."
                  : "target.argmax(1), or target.to(logits.dtype()) for probabilities."),
          logits.shape(),
          target.shape());
    }
  }
}
