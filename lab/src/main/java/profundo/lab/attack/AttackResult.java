package profundo.lab.attack;

import java.util.ArrayList;
import profundo.base.Given;
import profundo.nn.Layer;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// What an attack made of pictures.
///
/// @param pictures the clean pictures, `[N, C, H, W]`
/// @param moved the same after the attack
/// @param labels what they show, `[N]`
/// @param before the scores of the clean pictures, `[N, classes]`
/// @param after those of the moved ones
public record AttackResult(
    Tensor pictures, Tensor moved, Tensor labels, Tensor before, Tensor after) {
  private static final long ROWS = 200;

  /// Attacks pictures, some at a time.
  public static AttackResult of(Attack attack, Layer scores, Tensor pictures, Tensor labels) {
    Given.require("attack", attack);
    Given.require("pictures", pictures);
    Given.require("labels", labels);
    var parts = new ArrayList<Tensor>();
    for (long first = 0; first < pictures.size(0); first += ROWS) {
      long rows = Math.min(ROWS, pictures.size(0) - first);
      parts.add(
          attack.perturb(scores, pictures.narrow(0, first, rows), labels.narrow(0, first, rows)));
    }
    return of(scores, pictures, Tensor.cat(0, parts.toArray(Tensor[]::new)), labels);
  }

  /// What a net says of pictures that were moved already: against another net, perhaps.
  public static AttackResult of(Layer scores, Tensor pictures, Tensor moved, Tensor labels) {
    Given.require("scores", scores);
    Given.require("pictures", pictures);
    Given.require("moved", moved);
    Given.require("labels", labels);
    try (var _ = Grad.noGrad()) {
      return new AttackResult(
          pictures, moved, labels, scores.forward(pictures), scores.forward(moved));
    }
  }

  /// The share of the clean pictures that are read right.
  public double cleanAccuracy() {
    return share(before.argmax(1).eq(labels));
  }

  /// The share of the pictures that are read right after the attack: the robust accuracy.
  public double accuracy() {
    return share(after.argmax(1).eq(labels));
  }

  /// Which pictures the attack succeeded with: read right before and wrong after, `[N]`.
  public Tensor succeeded() {
    return before.argmax(1).eq(labels).logicalAnd(after.argmax(1).ne(labels));
  }

  /// How large the perturbations are, `[N]`.
  public Tensor sizes(Norm norm) {
    return norm.of(moved.sub(pictures));
  }

  /// The mean size of the perturbations that succeeded; NaN if none did.
  public double meanSize(Norm norm) {
    try (var _ = Scope.open()) {
      return sizes(norm).maskedSelect(succeeded()).mean().item();
    }
  }

  private static double share(Tensor of) {
    try (var _ = Scope.open()) {
      return of.to(DType.FLOAT64).mean().item();
    }
  }
}
