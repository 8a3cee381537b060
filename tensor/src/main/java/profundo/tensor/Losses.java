package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// How far predictions are from targets.
///
/// Each loss is a scalar, or with [Reduction#NONE] one number for each: for each sample of the
/// cross-entropies and of [#ctcLoss], for each element of the others. Those compare element by
/// element, and want a target of the prediction's shape: a loss does not broadcast.
public sealed interface Losses permits Tensor {
  /// Cross-entropy of logits `[N, C, …]` with class labels `[N, …]` or probabilities `[N, C, …]`,
  /// in nats. Labels are 64-bit integers or bytes, 0 to C − 1.
  ///
  /// The mean is over what counts, weighted by `weight`; where all labels are ignored it is 0 / 0,
  /// not-a-number, as in PyTorch.
  ///
  /// @param weight one for each class, or null
  /// @param ignoreIndex the label that does not count (PyTorch uses −100)
  /// @throws TensorException if a label is no class and not the ignored one
  /// @param labelSmoothing how much of the target's mass is spread over all classes, 0 to 1
  default Tensor crossEntropy(
      Tensor target,
      @Nullable Tensor weight,
      Reduction reduction,
      long ignoreIndex,
      double labelSmoothing) {
    NullArgument.require("crossEntropy", "target", target);
    LossTargets.requireClasses("crossEntropy", (Tensor) this, target, true);
    return Op.of(
        "crossEntropy",
        () ->
            torch.cross_entropy_loss(
                Op.raw(this),
                target.raw(),
                Op.optional(weight),
                reduction.code(),
                ignoreIndex,
                labelSmoothing),
        this,
        target);
  }

  /// The mean cross-entropy of logits `[N, C, …]` with class labels `[N, …]`, in nats.
  default Tensor crossEntropy(Tensor target) {
    return crossEntropy(target, null, Reduction.MEAN, -100, 0);
  }

  /// Minus the log-probability `[N, C]` of the labels `[N]`, in nats.
  default Tensor nllLoss(Tensor target, Reduction reduction) {
    NullArgument.require("nllLoss", "target", target);
    NullArgument.require("nllLoss", "reduction", reduction);
    LossTargets.requireClasses("nllLoss", (Tensor) this, target, false);
    return Op.of(
        "nllLoss",
        () -> torch.nll_loss(Op.raw(this), target.raw(), Op.NONE, reduction.code(), -100),
        this,
        target);
  }

  /// Cross-entropy of probabilities with targets between 0 and 1, in nats.
  default Tensor binaryCrossEntropy(Tensor target, Reduction reduction) {
    NullArgument.require("binaryCrossEntropy", "target", target);
    LossTargets.requireAlike("binaryCrossEntropy", (Tensor) this, target);
    return Op.of(
        "binaryCrossEntropy",
        () -> torch.binary_cross_entropy(Op.raw(this), target.raw(), Op.NONE, reduction.code()),
        this,
        target);
  }

  /// Cross-entropy of the sigmoids of logits with targets between 0 and 1, without overflow, in
  /// nats.
  default Tensor binaryCrossEntropyWithLogits(Tensor target, Reduction reduction) {
    NullArgument.require("binaryCrossEntropyWithLogits", "target", target);
    LossTargets.requireAlike("binaryCrossEntropyWithLogits", (Tensor) this, target);
    return Op.of(
        "binaryCrossEntropyWithLogits",
        () ->
            torch.binary_cross_entropy_with_logits(
                Op.raw(this), target.raw(), Op.NONE, Op.NONE, reduction.code()),
        this,
        target);
  }

  /// The squared difference, element by element.
  default Tensor mseLoss(Tensor target, Reduction reduction) {
    NullArgument.require("mseLoss", "target", target);
    LossTargets.requireAlike("mseLoss", (Tensor) this, target);
    return Op.of(
        "mseLoss",
        () -> torch.mse_loss(Op.raw(this), target.raw(), reduction.code()),
        this,
        target);
  }

  /// The absolute difference, element by element.
  default Tensor l1Loss(Tensor target, Reduction reduction) {
    NullArgument.require("l1Loss", "target", target);
    LossTargets.requireAlike("l1Loss", (Tensor) this, target);
    return Op.of(
        "l1Loss", () -> torch.l1_loss(Op.raw(this), target.raw(), reduction.code()), this, target);
  }

  /// Half the squared difference below `delta`, and linear beyond (Huber 1964).
  default Tensor huberLoss(Tensor target, double delta, Reduction reduction) {
    NullArgument.require("huberLoss", "target", target);
    LossTargets.requireAlike("huberLoss", (Tensor) this, target);
    return Op.of(
        "huberLoss",
        () -> torch.huber_loss(Op.raw(this), target.raw(), reduction.code(), delta),
        this,
        target);
  }

  /// The Kullback–Leibler divergence of the target from the prediction, `target · (ln target −
  /// this)` for each element, in nats. This tensor is log-probabilities; the target is
  /// probabilities, and where it is 0 the element counts 0.
  ///
  /// [Reduction#MEAN] divides by the number of elements, as PyTorch's `mean` does. The divergence
  /// of distributions, averaged over a batch (`batchmean`), is the sum divided by the number of
  /// samples.
  default Tensor klDiv(Tensor target, Reduction reduction) {
    NullArgument.require("klDiv", "target", target);
    LossTargets.requireAlike("klDiv", (Tensor) this, target);
    return Op.of(
        "klDiv",
        () -> torch.kl_div(Op.raw(this), target.raw(), reduction.code(), false),
        this,
        target);
  }

  /// Minus the log-probability of label sequences under all their alignments (connectionist
  /// temporal classification, Graves et al. 2006), in nats.
  ///
  /// This tensor is log-probabilities `[T, N, C]`. A sample whose labels cannot be aligned, since
  /// there are more than steps, counts 0.
  ///
  /// @param targets `[N, S]` padded, or all of them joined
  /// @param inputLengths how many of the T steps count, for each sample
  /// @param targetLengths how many labels each sample has
  /// @param blank the class that stands for no label
  /// @throws TensorException if a label is no class or the blank, or a length does not fit
  default Tensor ctcLoss(
      Tensor targets, long[] inputLengths, long[] targetLengths, long blank, Reduction reduction) {
    NullArgument.require("ctcLoss", "targets", targets);
    NullArgument.require("ctcLoss", "inputLengths", inputLengths);
    NullArgument.require("ctcLoss", "targetLengths", targetLengths);
    NullArgument.require("ctcLoss", "reduction", reduction);
    requireLabels(targets, targetLengths, ((Tensor) this).size(-1), blank);
    return Op.of(
        "ctcLoss",
        () ->
            torch.ctc_loss(
                Op.raw(this),
                targets.raw(),
                inputLengths,
                targetLengths,
                blank,
                reduction.code(),
                true),
        this,
        targets);
  }

  /// A target for a loss of one's own, which compares element by element as those here.
  ///
  /// @param loss the name that the sentence begins with
  /// @throws TensorException if the shapes differ, or the prediction is not of real numbers
  static void requireAlike(String loss, Tensor prediction, Tensor target) {
    NullArgument.require("requireAlike", "loss", loss);
    NullArgument.require(loss, "prediction", prediction);
    NullArgument.require(loss, "target", target);
    LossTargets.requireAlike(loss, prediction, target);
  }

  /// Native code reads the row that a label names without looking whether there is one.
  private static void requireLabels(Tensor targets, long[] lengths, long classes, long blank) {
    var labels = targets.toLongArray();
    boolean joined = targets.dim() < 2;
    int width = joined ? labels.length : Math.toIntExact(targets.size(1));
    for (int i = 0; i < labels.length; i++) {
      int sample = joined ? 0 : i / width;
      boolean counts = joined || sample < lengths.length && i % width < lengths[sample];
      if (counts && labels[i] == blank) {
        throw new TensorException(
            "ctcLoss: the label "
                + blank
                + " is the blank, which stands for no label: targets are "
                + targets.shape()
                + ".");
      }
      if (counts && (labels[i] < 0 || labels[i] >= classes)) {
        throw new TensorException(
            "ctcLoss: the label "
                + labels[i]
                + " is none of the "
                + classes
                + " classes, 0 to "
                + (classes - 1)
                + ": targets are "
                + targets.shape()
                + ".");
      }
    }
  }
}
