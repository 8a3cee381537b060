package profundo.lab.attack;

import java.util.Arrays;
import profundo.base.Given;
import profundo.tensor.Tensor;

/// How the size of a perturbation is measured, one number for each picture.
public enum Norm {
  /// L∞: the largest change of a pixel.
  LINF {
    @Override
    public Tensor of(Tensor perturbation) {
      return flat(perturbation).abs().amax(1);
    }

    @Override
    Tensor direction(Tensor gradient) {
      return gradient.sign();
    }

    @Override
    Tensor project(Tensor perturbation, double radius) {
      return perturbation.clamp(-radius, radius);
    }

    @Override
    Tensor draw(Tensor like, double radius) {
      return like.randLike().mul(2).sub(1).mul(radius);
    }
  },

  /// L2: the root of the sum of the squared changes.
  L2 {
    @Override
    public Tensor of(Tensor perturbation) {
      return flat(perturbation).norm(2, false, 1);
    }

    @Override
    Tensor direction(Tensor gradient) {
      return gradient.div(column(of(gradient).clampMin(SMALLEST), gradient));
    }

    @Override
    Tensor project(Tensor perturbation, double radius) {
      var size = column(of(perturbation).clampMin(SMALLEST), perturbation);
      return perturbation.mul(size.reciprocal().mul(radius).clampMax(1.0));
    }

    /// A direction in which all are alike, and the d-th root of a uniform number as its length.
    @Override
    Tensor draw(Tensor like, double radius) {
      double dimensions = (double) like.shape().numel() / like.size(0);
      var length = like.flatten(1).select(1, 0).randLike().pow(1 / dimensions);
      return direction(like.randnLike()).mul(column(length.mul(radius), like));
    }
  };

  private static final double SMALLEST = 1e-12;

  /// The sizes `[N]` of perturbations `[N, C, H, W]`.
  public abstract Tensor of(Tensor perturbation);

  /// The step of size 1 that goes up fastest, for each picture.
  abstract Tensor direction(Tensor gradient);

  /// The nearest perturbation that is no larger than the radius.
  abstract Tensor project(Tensor perturbation, double radius);

  /// A perturbation from the ball of this radius, drawn uniformly.
  abstract Tensor draw(Tensor like, double radius);

  private static Tensor flat(Tensor perturbation) {
    return Given.require("perturbation", perturbation).flatten(1);
  }

  /// One number for each picture, `[N]`, as `[N, 1, 1, 1]`.
  static Tensor column(Tensor numbers, Tensor like) {
    var shape = new long[Math.toIntExact(like.dim())];
    Arrays.fill(shape, 1);
    shape[0] = like.size(0);
    return numbers.reshape(shape);
  }
}
