package profundo.nn;

import profundo.base.Text;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Initialisers of weights. Each overwrites the tensor in place and returns it, and draws from
/// [profundo.tensor.Rng].
///
/// The fan-in of a weight `[out, in, …]` is in · (the kernel's elements), its fan-out out · (the
/// kernel's elements).
public final class Init {
  /// Twice the share of draws that a truncated distribution keeps at least, 10⁻⁶.
  private static final double LEAST_MASS = 2e-6;

  private Init() {}

  /// Which side of a weight keeps its variance.
  public enum Fan {
    /// The forward pass does.
    IN,
    /// The backward pass does.
    OUT
  }

  /// The same number everywhere.
  public static Tensor constant(Tensor weight, double value) {
    return quietly(weight, () -> weight.fill_(value));
  }

  /// Uniform between two numbers.
  public static Tensor uniform(Tensor weight, double low, double high) {
    return quietly(weight, () -> weight.uniform_(low, high));
  }

  /// Normal with this mean and standard deviation.
  public static Tensor normal(Tensor weight, double mean, double std) {
    return quietly(weight, () -> weight.normal_(mean, std));
  }

  /// Uniform with variance gain² · 2 / (fan-in + fan-out) (Glorot & Bengio 2010, equation 16).
  public static Tensor xavierUniform(Tensor weight, double gain) {
    double bound = gain * Math.sqrt(6.0 / (fan(weight, Fan.IN) + fan(weight, Fan.OUT)));
    return uniform(weight, -bound, bound);
  }

  /// Normal with variance gain² · 2 / (fan-in + fan-out) (Glorot & Bengio 2010, equation 12).
  public static Tensor xavierNormal(Tensor weight, double gain) {
    return normal(weight, 0, gain * Math.sqrt(2.0 / (fan(weight, Fan.IN) + fan(weight, Fan.OUT))));
  }

  /// Uniform with variance gain² / fan (He et al. 2015).
  ///
  /// @param gain for the nonlinearity that follows, such as [Gain#RELU]
  public static Tensor kaimingUniform(Tensor weight, double gain, Fan fan) {
    Given.require("fan", fan);
    double bound = gain * Math.sqrt(3.0 / fan(weight, fan));
    return uniform(weight, -bound, bound);
  }

  /// Normal with variance gain² / fan (He et al. 2015, equation 10).
  ///
  /// @param gain for the nonlinearity that follows, such as [Gain#RELU]
  public static Tensor kaimingNormal(Tensor weight, double gain, Fan fan) {
    Given.require("fan", fan);
    return normal(weight, 0, gain / Math.sqrt(fan(weight, fan)));
  }

  /// Normal, but only between `low` and `high`: the inverse of the distribution function is taken
  /// of uniform draws, as in PyTorch.
  ///
  /// @throws NetException if the distribution has next to nothing between the two
  public static Tensor truncatedNormal(
      Tensor weight, double mean, double std, double low, double high) {
    Given.require("weight", weight);
    double scale = std * Math.sqrt(2);
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var limits = Tensor.of(new double[] {(low - mean) / scale, (high - mean) / scale});
      var mass = limits.erf().toDoubleArray();
      if (!(std > 0 && mass[1] - mass[0] > LEAST_MASS)) {
        throw new NetException(
            Text.format(
                "A normal distribution of mean %s and deviation %s hardly ever falls between %s and"
                    + " %s: choose wider limits.",
                mean, std, low, high));
      }
      var draws = Tensors.empty(DType.FLOAT64, Device.CPU, weight.shape());
      draws.uniform_(mass[0], mass[1]).copy_(draws.erfinv()).mul_(scale).add_(mean);
      weight.copy_(draws.clamp_(low, high));
    }
    return weight;
  }

  /// A matrix with orthonormal rows or columns, times a gain (Saxe et al. 2014); further dimensions
  /// count as columns.
  public static Tensor orthogonal(Tensor weight, double gain) {
    if (Given.require("weight", weight).dim() < 2 || weight.numel() == 0) {
      throw new ShapeException(
          "",
          "A weight has two dimensions to be orthogonal: " + weight.shape() + ".",
          weight.shape());
    }
    long rows = weight.size(0);
    long columns = weight.numel() / rows;
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var draws = Tensor.randn(Math.max(rows, columns), Math.min(rows, columns));
      var qr = draws.qr();
      var signed = qr.q().mul(qr.r().diag().sign());
      var matrix = rows < columns ? signed.t() : signed;
      weight.copy_(matrix.reshape(weight.shape()).mul(gain));
    }
    return weight;
  }

  /// What PyTorch's own layers start from: uniform within ±1/√fan-in.
  static Tensor fanInUniform(Tensor weight, long fanIn) {
    double bound = fanIn == 0 ? 0 : 1 / Math.sqrt(fanIn);
    return uniform(weight, -bound, bound);
  }

  private static long fan(Tensor weight, Fan side) {
    if (Given.require("weight", weight).dim() < 2 || weight.numel() == 0) {
      throw new ShapeException(
          "",
          "A weight has two dimensions or more and numbers to have a fan-in: this one is "
              + weight.shape()
              + ".",
          weight.shape());
    }
    long kernel = weight.numel() / (weight.size(0) * weight.size(1));
    return kernel * weight.size(side == Fan.IN ? 1 : 0);
  }

  private static Tensor quietly(Tensor weight, Runnable change) {
    Given.require("weight", weight);
    try (var _ = Grad.noGrad()) {
      change.run();
    }
    return weight;
  }
}
