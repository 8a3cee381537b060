package profundo.nn;

import java.util.function.Consumer;

/// The options of a recurrent net, with PyTorch's defaults: one layer, one direction, time first,
/// biases, no dropout.
public final class RecurrentOptions {
  int layers = 1;
  boolean bidirectional;
  boolean batchFirst;
  boolean bias = true;
  double dropout;

  private RecurrentOptions() {}

  static RecurrentOptions of(Consumer<RecurrentOptions> choose) {
    Given.require("choose", choose);
    var options = new RecurrentOptions();
    choose.accept(options);
    return options;
  }

  /// How many layers lie one above the other.
  public RecurrentOptions layers(int layers) {
    this.layers = Sizes.layers(layers, 1);
    return this;
  }

  /// Reads sequences in both directions and joins the outputs.
  public RecurrentOptions bidirectional() {
    this.bidirectional = true;
    return this;
  }

  /// Takes and gives `[N, L, …]` instead of `[L, N, …]`.
  public RecurrentOptions batchFirst() {
    this.batchFirst = true;
    return this;
  }

  /// Whether there are biases.
  public RecurrentOptions bias(boolean bias) {
    this.bias = bias;
    return this;
  }

  /// The probability of dropout between layers, in training.
  public RecurrentOptions dropout(double dropout) {
    this.dropout = Sizes.probability("dropout", dropout);
    return this;
  }
}
