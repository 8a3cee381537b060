package profundo.tensor;

import java.util.function.Function;
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
  /// @throws IndexException if a label is no class and not the ignored one
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
  ///
  /// @param weight one for each class, by which the mean is weighted too, or null
  /// @param ignoreIndex the label that does not count (PyTorch uses −100)
  default Tensor nllLoss(
      Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
    NullArgument.require("nllLoss", "target", target);
    NullArgument.require("nllLoss", "reduction", reduction);
    LossTargets.requireClasses("nllLoss", (Tensor) this, target, false);
    return Op.of(
        "nllLoss",
        () ->
            torch.nll_loss(
                Op.raw(this), target.raw(), Op.optional(weight), reduction.code(), ignoreIndex),
        this,
        target);
  }

  /// As [#nllLoss(Tensor,Tensor,long,Reduction)] without weights; labels of −100 do not count.
  default Tensor nllLoss(Tensor target, Reduction reduction) {
    return nllLoss(target, null, -100, reduction);
  }

  /// The mean of minus the log-probability `[N, C]` of the labels `[N]`, in nats.
  default Tensor nllLoss(Tensor target) {
    return nllLoss(target, Reduction.MEAN);
  }

  /// Cross-entropy of probabilities with targets between 0 and 1, in nats.
  ///
  /// @param weight what each loss is multiplied by, of a shape that broadcasts, or null
  default Tensor binaryCrossEntropy(Tensor target, @Nullable Tensor weight, Reduction reduction) {
    NullArgument.require("binaryCrossEntropy", "target", target);
    LossTargets.requireAlike("binaryCrossEntropy", (Tensor) this, target);
    return Op.of(
        "binaryCrossEntropy",
        () ->
            torch.binary_cross_entropy(
                Op.raw(this), target.raw(), Op.optional(weight), reduction.code()),
        this,
        target);
  }

  /// Cross-entropy of probabilities without weights, in nats.
  default Tensor binaryCrossEntropy(Tensor target, Reduction reduction) {
    return binaryCrossEntropy(target, null, reduction);
  }

  /// The mean cross-entropy of probabilities, in nats.
  default Tensor binaryCrossEntropy(Tensor target) {
    return binaryCrossEntropy(target, Reduction.MEAN);
  }

  /// Cross-entropy of the sigmoids of logits with targets between 0 and 1, without overflow, in
  /// nats.
  ///
  /// @param weight what each loss is multiplied by, of a shape that broadcasts, or null
  /// @param posWeight what the losses of targets of 1 are multiplied by, such as the negative
  ///   samples of each class for a positive one; of a shape that broadcasts, or null
  default Tensor binaryCrossEntropyWithLogits(
      Tensor target, @Nullable Tensor weight, @Nullable Tensor posWeight, Reduction reduction) {
    NullArgument.require("binaryCrossEntropyWithLogits", "target", target);
    LossTargets.requireAlike("binaryCrossEntropyWithLogits", (Tensor) this, target);
    return Op.of(
        "binaryCrossEntropyWithLogits",
        () ->
            torch.binary_cross_entropy_with_logits(
                Op.raw(this),
                target.raw(),
                Op.optional(weight),
                Op.optional(posWeight),
                reduction.code()),
        this,
        target);
  }

  /// Cross-entropy of the sigmoids of logits without weights, in nats.
  default Tensor binaryCrossEntropyWithLogits(Tensor target, Reduction reduction) {
    return binaryCrossEntropyWithLogits(target, null, null, reduction);
  }

  /// The mean cross-entropy of the sigmoids of logits, in nats.
  default Tensor binaryCrossEntropyWithLogits(Tensor target) {
    return binaryCrossEntropyWithLogits(target, Reduction.MEAN);
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

  /// As [#mseLoss(Tensor,Reduction)] with a weight for each element.
  ///
  /// @param weight of a shape that broadcasts to the prediction's, or null for none;
  ///   [Reduction#MEAN] is then the weighted mean, `Σ w · loss / Σ w`
  /// @throws ShapeException if the weight's shape does not fit
  default Tensor mseLoss(Tensor target, @Nullable Tensor weight, Reduction reduction) {
    return weighted("mseLoss", weight, reduction, by -> mseLoss(target, by));
  }

  /// The mean squared difference.
  default Tensor mseLoss(Tensor target) {
    return mseLoss(target, Reduction.MEAN);
  }

  /// The absolute difference, element by element.
  default Tensor l1Loss(Tensor target, Reduction reduction) {
    NullArgument.require("l1Loss", "target", target);
    LossTargets.requireAlike("l1Loss", (Tensor) this, target);
    return Op.of(
        "l1Loss", () -> torch.l1_loss(Op.raw(this), target.raw(), reduction.code()), this, target);
  }

  /// As [#l1Loss(Tensor,Reduction)] with a weight for each element; see
  /// [#mseLoss(Tensor,Tensor,Reduction)].
  default Tensor l1Loss(Tensor target, @Nullable Tensor weight, Reduction reduction) {
    return weighted("l1Loss", weight, reduction, by -> l1Loss(target, by));
  }

  /// The mean absolute difference.
  default Tensor l1Loss(Tensor target) {
    return l1Loss(target, Reduction.MEAN);
  }

  /// Half the squared difference over `beta` below `beta`, and the absolute difference less half of
  /// `beta` beyond (Girshick 2015, with β 1): [#huberLoss] over `beta`.
  ///
  /// @param beta 0 or more; with 0 it is [#l1Loss]
  default Tensor smoothL1Loss(Tensor target, double beta, Reduction reduction) {
    NullArgument.require("smoothL1Loss", "target", target);
    LossTargets.requireAlike("smoothL1Loss", (Tensor) this, target);
    return Op.of(
        "smoothL1Loss",
        () -> torch.smooth_l1_loss(Op.raw(this), target.raw(), reduction.code(), beta),
        this,
        target);
  }

  /// The mean of [#smoothL1Loss(Tensor,double,Reduction)] with β 1.
  default Tensor smoothL1Loss(Tensor target) {
    return smoothL1Loss(target, 1, Reduction.MEAN);
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

  /// As [#huberLoss(Tensor,double,Reduction)] with a weight for each element; see
  /// [#mseLoss(Tensor,Tensor,Reduction)].
  default Tensor huberLoss(
      Tensor target, @Nullable Tensor weight, double delta, Reduction reduction) {
    return weighted("huberLoss", weight, reduction, by -> huberLoss(target, delta, by));
  }

  /// The mean of [#huberLoss(Tensor,double,Reduction)] with δ 1.
  default Tensor huberLoss(Tensor target) {
    return huberLoss(target, 1, Reduction.MEAN);
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

  /// The mean of [#klDiv(Tensor,Reduction)] over all elements.
  default Tensor klDiv(Tensor target) {
    return klDiv(target, Reduction.MEAN);
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

  /// The mean of [#ctcLoss(Tensor,long[],long[],long,Reduction)], each sample's loss over the
  /// number of its labels, with class 0 for no label.
  default Tensor ctcLoss(Tensor targets, long[] inputLengths, long[] targetLengths) {
    return ctcLoss(targets, inputLengths, targetLengths, 0, Reduction.MEAN);
  }

  private Tensor weighted(
      String loss,
      @Nullable Tensor weight,
      Reduction reduction,
      Function<Reduction, Tensor> unweighted) {
    NullArgument.require(loss, "reduction", reduction);
    if (weight == null) {
      return unweighted.apply(reduction);
    }
    try (var scope = Scope.open()) {
      var losses = unweighted.apply(Reduction.NONE);
      var all = LossTargets.broadcast(loss, weight, losses.shape());
      var products = losses.mul(all);
      return scope.keep(
          reduction == Reduction.MEAN ? products.sum().div(all.sum()) : reduction.of(products));
    }
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
        throw new IndexException(
            "ctcLoss",
            "the label "
                + labels[i]
                + " is none of the "
                + classes
                + " classes, 0 to "
                + (classes - 1)
                + ": targets are "
                + targets.shape()
                + ".",
            targets.shape());
      }
    }
  }
}
