package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// The options of a Transformer's layers, with PyTorch's defaults: 2048 hidden units, dropout 0.1,
/// normalisation after each part, rectifiers.
public final class TransformerOptions {
  long feedForward = 2048;
  double dropout = 0.1;
  boolean normFirst;
  boolean residual = true;
  Layer activation = Tensor::relu;

  private TransformerOptions() {}

  static TransformerOptions of(Consumer<TransformerOptions> choose) {
    Given.require("choose", choose);
    var options = new TransformerOptions();
    choose.accept(options);
    return options;
  }

  /// The hidden units of the two linear layers.
  public TransformerOptions feedForward(long units) {
    Sizes.atLeast("the number of hidden units", 1, units);
    this.feedForward = units;
    return this;
  }

  /// The probability of dropout in each part and on the attention's weights.
  public TransformerOptions dropout(double dropout) {
    this.dropout = Sizes.probability("dropout", dropout);
    return this;
  }

  /// Normalises before each part and not after the sum (Xiong et al. 2020).
  public TransformerOptions normFirst() {
    this.normFirst = true;
    return this;
  }

  /// Whether what a part reads is added to what it makes of it; without the sum a layer is what is
  /// left of it in an ablation.
  public TransformerOptions residual(boolean residual) {
    this.residual = residual;
    return this;
  }

  /// The nonlinearity between the linear layers.
  public TransformerOptions activation(Layer activation) {
    this.activation = Given.require("activation", activation);
    return this;
  }
}
