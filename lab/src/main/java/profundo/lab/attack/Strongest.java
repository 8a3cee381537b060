package profundo.lab.attack;

import java.util.List;
import profundo.base.Given;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Several attacks, of which each picture gets the first that succeeds with it: what is still read
/// right after it, is so after all of them. The same attack several times is one with restarts.
///
/// @param attacks one or more; of a picture that holds against all, the last one's is kept
public record Strongest(List<Attack> attacks) implements Attack {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if it is empty
  public Strongest {
    attacks = List.copyOf(attacks);
    if (attacks.isEmpty()) {
      throw new IllegalArgumentException("one attack or more");
    }
  }

  /// These attacks.
  public static Strongest of(Attack... attacks) {
    return new Strongest(List.of(attacks));
  }

  @Override
  public Tensor perturb(Layer scores, Tensor pictures, Tensor labels) {
    Given.require("scores", scores);
    Given.require("pictures", pictures);
    Given.require("labels", labels);
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var moved = attacks.getFirst().perturb(scores, pictures, labels);
      for (var next : attacks.subList(1, attacks.size())) {
        var others = next.perturb(scores, pictures, labels);
        var holds = scores.forward(moved).argmax(1).eq(labels);
        moved = Tensors.where(Norm.column(holds, pictures), others, moved);
      }
      return scope.keep(moved.copy());
    }
  }
}
