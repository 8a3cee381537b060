package profundo.nn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Recurrent;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// What LSTM, GRU and simple recurrent nets have in common: weights for each layer and direction,
/// named as in PyTorch (`weight_ih_l0`, `weight_hh_l0_reverse`), drawn uniformly from ±1/√hidden at
/// first, and the checks of inputs and states.
///
/// A batch of sequences of different lengths is padded at the ends. With the lengths, each sequence
/// is read as if it were alone: outputs on the padding are zeros, the last states are those after a
/// sequence's own last step, and the backward direction begins there. These are the values of
/// PyTorch's `pack_padded_sequence`; without lengths the padding is read like any other step.
public abstract sealed class RecurrentNet extends Net permits GRU, LSTM, RNN {
  final RecurrentOptions options;
  final Tensor[] weights;

  private final int gates;
  private final long in;
  private final long hidden;

  RecurrentNet(int gates, long in, long hidden, RecurrentOptions options) {
    Sizes.atLeast("the number of inputs", 0, in);
    Sizes.atLeast("the number of hidden units", 1, hidden);
    this.gates = gates;
    this.in = in;
    this.hidden = hidden;
    this.options = options;
    var all = new ArrayList<Tensor>();
    for (int layer = 0; layer < options.layers; layer++) {
      for (int direction = 0; direction < directions(); direction++) {
        addWeights(all, layer, "_l" + layer + (direction == 0 ? "" : "_reverse"));
      }
    }
    this.weights = all.toArray(new Tensor[0]);
  }

  private void addWeights(List<Tensor> all, int layer, String suffix) {
    long below = layer == 0 ? in : hidden * directions();
    all.add(weight("weight_ih" + suffix, gates * hidden, below));
    all.add(weight("weight_hh" + suffix, gates * hidden, hidden));
    if (options.bias) {
      all.add(weight("bias_ih" + suffix, gates * hidden));
      all.add(weight("bias_hh" + suffix, gates * hidden));
    }
  }

  private Tensor weight(String name, long... shape) {
    return parameter(name, Init.fanInUniform(Tensor.zeros(shape), hidden));
  }

  private int directions() {
    return options.bidirectional ? 2 : 1;
  }

  /// A state of zeros, `[layers · D, N, hidden]`, for this input.
  public final Tensor zeroState(Tensor x) {
    long n = Given.require(this, "x", x).size(options.batchFirst ? 0 : 1);
    return Tensors.zeros(x.dtype(), x.device(), (long) options.layers * directions(), n, hidden);
  }

  final void requireSequences(Tensor x) {
    if (Given.require(this, "x", x).dim() != 3) {
      throw wrongShape(
          "input has "
              + x.dim()
              + " dimensions, "
              + (options.batchFirst ? "[N, L, " : "[L, N, ")
              + in
              + "] expected: x is "
              + x.shape(),
          x);
    }
    Inputs.last(this, x, in);
  }

  final void requireState(String what, Tensor x, Tensor state) {
    Given.require(this, what, state);
    long n = x.size(options.batchFirst ? 0 : 1);
    long layers = (long) options.layers * directions();
    if (state.dim() != 3
        || state.size(0) != layers
        || state.size(1) != n
        || state.size(2) != hidden) {
      throw wrongShape(
          what
              + " is "
              + state.shape()
              + ", "
              + List.of(layers, n, hidden)
              + " expected: x is "
              + x.shape(),
          x,
          state);
    }
  }

  /// One of libtorch's kernels that keep one state, on sequences.
  @FunctionalInterface
  interface Kernel {
    Recurrent run(
        Tensor state,
        Tensor[] weights,
        boolean biases,
        long layers,
        double dropout,
        boolean training,
        boolean bidirectional,
        boolean batchFirst,
        long @Nullable [] lengths);
  }

  final Recurrent run(Tensor x, long @Nullable [] lengths, Kernel kernel) {
    requireSequences(x);
    return run(x, zeroState(x), lengths, kernel);
  }

  final Recurrent run(Tensor x, Tensor state, long @Nullable [] lengths, Kernel kernel) {
    requireSequences(x);
    requireState("the state", x, state);
    return shown(
        x,
        kernel.run(
            state,
            weights,
            options.bias,
            options.layers,
            options.dropout,
            training(),
            options.bidirectional,
            options.batchFirst,
            lengths));
  }

  final Recurrent shown(Tensor x, Recurrent result) {
    Watch.report(this, x, result.output());
    return result;
  }

  @Override
  protected final long multiplyAdds(Tensor input, Tensor output) {
    long steps = input.numel() / in;
    long each = 0;
    for (var weight : weights) {
      each += weight.dim() == 2 ? weight.numel() : 0;
    }
    return steps * each;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + " "
        + in
        + "→"
        + hidden
        + (options.layers > 1 ? " × " + options.layers : "")
        + (options.bidirectional ? ", both ways" : "");
  }
}
