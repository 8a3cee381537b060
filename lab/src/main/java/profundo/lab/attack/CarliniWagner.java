package profundo.lab.attack;

import java.util.List;
import profundo.base.Given;
import profundo.lab.Range;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// The L2 attack of Carlini & Wagner (2017), section V-A, without a target: the smallest ‖δ‖² + c ·
/// f(x + δ), where f is how far the right class still leads. Pixels are ½ (tanh w + 1), so that
/// they stay between 0 and 1, w goes by Adam, and c is searched for each picture.
///
/// A picture against which no c succeeds stays as it is.
///
/// @param confidence κ: by how much another class has to lead
/// @param searches how many values of c are tried
/// @param steps of Adam for each c
/// @param lr of Adam
/// @param first the first c
public record CarliniWagner(double confidence, int searches, int steps, double lr, double first)
    implements Attack {
  private static final double MOST = 1e10;
  private static final double INSIDE = 1 - 1e-6;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /// The published program's: nine values of c from 10⁻³ on, a rate of 0.01, no confidence.
  ///
  /// @param steps of Adam for each c; theirs are 1,000, the paper's 10,000
  public CarliniWagner(int steps) {
    this(0, 9, steps, 0.01, 1e-3);
  }

  /// @throws profundo.lab.UsageException if the confidence is negative, or another number is not
  ///   above 0
  public CarliniWagner {
    Range.atLeast(0).check("confidence", confidence);
    Range.atLeast(1).check("searches", searches).check("steps", steps);
    Range.above(0).check("lr", lr).check("first", first);
  }

  @Override
  public Tensor perturb(Layer scores, Tensor pictures, Tensor labels) {
    Given.require("scores", scores);
    Given.require("pictures", pictures);
    Given.require("labels", labels);
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var zeros = pictures.flatten(1).select(1, 0).mul(0); // [N]
      var found = new Found(pictures.copy(), zeros.add(Double.POSITIVE_INFINITY));
      var low = zeros;
      var high = zeros.add(MOST);
      var c = zeros.add(first);
      for (int i = 0; i < searches; i++) {
        var tried = new Found(pictures.copy(), zeros.add(Double.POSITIVE_INFINITY));
        search(scores, pictures, labels, c, tried);
        found.take(tried.pictures, tried.distance);
        var met = tried.distance.isFinite();
        high = Tensors.where(met, c, high);
        low = Tensors.where(met, low, c);
        c = Tensors.where(high.lt(MOST), low.add(high).div(2), c.mul(10));
      }
      return scope.keep(found.pictures);
    }
  }

  /// The nearest pictures that succeeded so far.
  ///
  /// @param distance how far each is from the clean one, `[N]`; infinite where none did
  private record Found(Tensor pictures, Tensor distance) {
    void take(Tensor others, Tensor theirs) {
      var nearer = theirs.lt(distance);
      pictures.copy_(Tensors.where(Norm.column(nearer, others), others, pictures));
      distance.copy_(distance.minimum(theirs));
    }
  }

  /// Adam's way down for one c.
  private void search(Layer scores, Tensor pictures, Tensor labels, Tensor c, Found found) {
    var w = atanh(pictures.mul(2).sub(1).mul(INSIDE));
    var mean = w.zerosLike();
    var square = w.zerosLike();
    for (int i = 1; i <= steps; i++) {
      try (var _ = Scope.open()) {
        var gradient = gradient(scores, pictures, labels, c, found, w);
        mean.mul_(BETA1).add_(gradient.mul(1 - BETA1));
        square.mul_(BETA2).add_(gradient.square().mul(1 - BETA2));
        var root = square.div(1 - Math.pow(BETA2, i)).sqrt().add(EPSILON);
        w.sub_(mean.div(1 - Math.pow(BETA1, i)).div(root).mul(lr));
      }
    }
  }

  /// The gradient of what is made small with respect to w; what succeeds is taken.
  private Tensor gradient(
      Layer scores, Tensor pictures, Tensor labels, Tensor c, Found found, Tensor w) {
    Tensor moved;
    Tensor size;
    Tensor lead;
    Tensor gradient;
    try (var _ = Grad.enabled()) {
      var v = w.detach().requiresGrad(true);
      moved = v.tanh().add(1).div(2);
      size = moved.sub(pictures).square().flatten(1).sum(1);
      lead = lead(scores.forward(moved), labels);
      var whole = size.add(lead.add(confidence).clampMin(0.0).mul(c)).sum();
      gradient = Grad.of(whole, List.of(v), false).getFirst();
    }
    var far = Tensors.where(lead.lt(-confidence), size.sqrt(), size.add(Double.POSITIVE_INFINITY));
    found.take(moved.detach(), far.detach());
    return gradient;
  }

  /// How far the right class leads the best of the others, `[N]`.
  private static Tensor lead(Tensor scores, Tensor labels) {
    var right = labels.unsqueeze(1);
    return scores.gather(1, right).squeeze(1).sub(InputGradient.others(scores, right).amax(1));
  }

  private static Tensor atanh(Tensor x) {
    return x.add(1).div(x.neg().add(1)).log().div(2);
  }
}
