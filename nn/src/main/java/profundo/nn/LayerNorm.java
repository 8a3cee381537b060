package profundo.nn;

import java.util.Arrays;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;

/// Layer normalisation over the last dimensions (Ba et al. 2016): y = γ · (x − mean) / √(variance +
/// ε) + β, with ε 10⁻⁵ unless said. γ starts at 1, β at 0.
public final class LayerNorm extends Net implements Layer {
  private final long[] shape;
  private final double eps;

  /// γ, of the normalised shape.
  public final Tensor weight;

  /// β, of the normalised shape.
  public final Tensor bias;

  /// Normalises over the last dimensions, which have these sizes.
  public LayerNorm(long... shape) {
    this(1e-5, shape);
  }

  /// As [#LayerNorm(long...)] with these sizes.
  public LayerNorm(Shape shape) {
    this(Given.require("shape", shape).toArray());
  }

  /// As [#LayerNorm(long...)] with an ε under the root.
  public LayerNorm(double eps, long... shape) {
    Given.require("shape", shape);
    if (shape.length == 0) {
      throw new NetException("LayerNorm normalises one dimension or more: give their sizes.");
    }
    this.shape = Sizes.atLeast("a size", 0, shape).clone();
    this.eps = eps;
    this.weight = parameter(Tensor.ones(shape));
    this.bias = parameter(Tensor.zeros(shape));
  }

  /// As [#LayerNorm(double,long...)] with these sizes.
  public LayerNorm(double eps, Shape shape) {
    this(eps, Given.require("shape", shape).toArray());
  }

  @Override
  public Tensor forward(Tensor x) {
    Inputs.last(this, x, shape[shape.length - 1]);
    return output(x, () -> x.layerNorm(shape, weight, bias, eps));
  }

  @Override
  public String toString() {
    return "LayerNorm " + Arrays.toString(shape);
  }
}
