package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// How far distances and scores are from being apart by a margin.
///
/// Each loss is a scalar, or with [Reduction#NONE] one number for each sample. What is compared has
/// one shape: see [Losses].
public sealed interface MarginLosses permits Tensor {
  /// `max(0, d(this, positive) − d(this, negative) + margin)` for each sample of `[N, D]`, with d
  /// the distance in the p-norm (Schroff et al. 2015, with plain distances).
  ///
  /// @param margin above 0
  /// @param swap whether the distance of positive and negative takes the place of this one's where
  ///   it is smaller (Balntas et al. 2016)
  default Tensor tripletMarginLoss(
      Tensor positive,
      Tensor negative,
      double margin,
      double p,
      boolean swap,
      Reduction reduction) {
    NullArgument.require("tripletMarginLoss", "positive", positive);
    NullArgument.require("tripletMarginLoss", "negative", negative);
    LossTargets.requireAlike("tripletMarginLoss", (Tensor) this, positive);
    LossTargets.requireAlike("tripletMarginLoss", (Tensor) this, negative);
    return Op.of(
        "tripletMarginLoss",
        () ->
            torch.triplet_margin_loss(
                Op.raw(this),
                positive.raw(),
                negative.raw(),
                margin,
                p,
                1e-6,
                swap,
                reduction.code()),
        this,
        positive,
        negative);
  }

  /// The mean of [#tripletMarginLoss(Tensor,Tensor,double,double,boolean,Reduction)] with a margin
  /// of 1 and Euclidean distances.
  default Tensor tripletMarginLoss(Tensor positive, Tensor negative) {
    return tripletMarginLoss(positive, negative, 1, 2, false, Reduction.MEAN);
  }

  /// `max(0, margin − target · (this − other))`: with a target of 1 this is to be above the other
  /// by the margin, with −1 below.
  default Tensor marginRankingLoss(
      Tensor other, Tensor target, double margin, Reduction reduction) {
    NullArgument.require("marginRankingLoss", "other", other);
    NullArgument.require("marginRankingLoss", "target", target);
    LossTargets.requireAlike("marginRankingLoss", (Tensor) this, other);
    LossTargets.requireAlike("marginRankingLoss", (Tensor) this, target);
    return Op.of(
        "marginRankingLoss",
        () ->
            torch.margin_ranking_loss(
                Op.raw(this), other.raw(), target.raw(), margin, reduction.code()),
        this,
        other,
        target);
  }

  /// The mean of [#marginRankingLoss(Tensor,Tensor,double,Reduction)] with a margin of 0.
  default Tensor marginRankingLoss(Tensor other, Tensor target) {
    return marginRankingLoss(other, target, 0, Reduction.MEAN);
  }

  /// For the rows of two `[N, D]` with the cosine c between them: `1 − c` with a target of 1, and
  /// `max(0, c − margin)` with −1.
  ///
  /// @param target 1 or −1 for each sample, `[N]`
  default Tensor cosineEmbeddingLoss(
      Tensor other, Tensor target, double margin, Reduction reduction) {
    NullArgument.require("cosineEmbeddingLoss", "other", other);
    NullArgument.require("cosineEmbeddingLoss", "target", target);
    NullArgument.require("cosineEmbeddingLoss", "reduction", reduction);
    var x = (Tensor) this;
    LossTargets.requireAlike("cosineEmbeddingLoss", x, other);
    if (x.dim() != 2 || target.dim() != 1 || target.size(0) != x.size(0)) {
      throw new ShapeException(
          "cosineEmbeddingLoss",
          "two [N, D] and a target [N] wanted: x is "
              + x.shape()
              + ", target is "
              + target.shape()
              + ".",
          x.shape(),
          other.shape(),
          target.shape());
    }
    return Op.of(
        "cosineEmbeddingLoss",
        () ->
            torch.cosine_embedding_loss(
                Op.raw(this), other.raw(), target.raw(), margin, reduction.code()),
        this,
        other,
        target);
  }

  /// The mean of [#cosineEmbeddingLoss(Tensor,Tensor,double,Reduction)] with a margin of 0.
  default Tensor cosineEmbeddingLoss(Tensor other, Tensor target) {
    return cosineEmbeddingLoss(other, target, 0, Reduction.MEAN);
  }
}
