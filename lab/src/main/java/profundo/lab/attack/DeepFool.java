package profundo.lab.attack;

import profundo.base.Given;
import profundo.lab.Range;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// DeepFool: goes straight to the nearest border of the class, as if the net were linear, until the
/// picture has crossed it (Moosavi-Dezfooli, Fawzi & Frossard 2016, algorithm 2). Its perturbations
/// are small in L2 and have no bound; a picture that is misread already stays as it is.
///
/// @param steps the most steps
/// @param overshoot by which share the perturbation is made longer, to come across the border
/// @param candidates how many classes are looked at: those with the largest scores of the clean
///   picture
public record DeepFool(int steps, double overshoot, int candidates) implements Attack {
  private static final double SMALLEST = 1e-12;

  /// The paper's: 50 steps, an overshoot of 0.02, ten classes.
  public DeepFool() {
    this(50, 0.02, 10);
  }

  /// @throws profundo.lab.UsageException if there are no steps, less than two classes, or the
  ///   overshoot is negative
  public DeepFool {
    Range.atLeast(1).check("steps", steps);
    Range.atLeast(0).check("overshoot", overshoot);
    Range.atLeast(2).check("candidates", candidates);
  }

  @Override
  public Tensor perturb(Layer scores, Tensor pictures, Tensor labels) {
    Given.require("scores", scores);
    Given.require("pictures", pictures);
    Given.require("labels", labels);
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var classes = classes(scores.forward(pictures), labels);
      var moved = pictures;
      var whole = pictures.zerosLike();
      for (int i = 0; i < steps; i++) {
        var held = scores.forward(moved).argmax(1).eq(labels).to(pictures.dtype());
        if (held.max().item() == 0) {
          break;
        }
        whole = whole.add(toTheBorder(scores, moved, classes).mul(Norm.column(held, pictures)));
        moved = pictures.add(whole.mul(1 + overshoot)).clamp(0.0, 1.0);
      }
      return scope.keep(moved.copy());
    }
  }

  /// The right class of each picture, and the others that are scored highest, `[N, K]`.
  private Tensor classes(Tensor scores, Tensor labels) {
    var right = labels.unsqueeze(1);
    long others = Math.min(candidates, scores.size(1)) - 1;
    return Tensor.cat(1, right, InputGradient.others(scores, right).topk(others, 1).indices());
  }

  /// What leads to the nearest border of the net's linear form at these pictures.
  private static Tensor toTheBorder(Layer scores, Tensor pictures, Tensor classes) {
    try (var scope = Scope.open()) {
      long n = classes.size(0);
      long k = classes.size(1);
      var f = againstTheRight(scores.forward(pictures).gather(1, classes)); // [N, K − 1]
      var each =
          InputGradient.of(
              pictures.repeatInterleave(k, 0),
              x -> scores.forward(x).gather(1, classes.reshape(n * k, 1)).sum());
      var w = againstTheRight(each.reshape(n, k, -1)); // [N, K − 1, C · H · W]
      var size = w.norm(2, false, 2).clampMin(SMALLEST);
      var distance = f.abs().div(size);
      var nearest = distance.argmin(1, true); // [N, 1]
      var way = w.gather(1, nearest.unsqueeze(2).expand(n, 1, w.size(2))).squeeze(1);
      var length = distance.div(size).gather(1, nearest);
      return scope.keep(way.mul(length).reshape(pictures.shape()));
    }
  }

  /// The others less the first, along the second dimension.
  private static Tensor againstTheRight(Tensor each) {
    return each.narrow(1, 1, each.size(1) - 1).sub(each.narrow(1, 0, 1));
  }
}
