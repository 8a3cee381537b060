package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The recurrent networks' fused kernels.
///
/// Each takes sequences `[L, N, in]`, or `[N, L, in]` with `batchFirst`, and the same for outputs.
/// With `lengths` each sequence counts up to its length only, and is read in both directions as if
/// it were alone: outputs are zeros on the padding, and the states are those after a sequence's
/// last step, as with PyTorch's `pack_padded_sequence`. Lengths are 1 to L, one for each sequence;
/// null for sequences that are full.
///
/// Weights, biases and states of other sizes than the input's are a [TensorException].
public sealed interface Recurrences permits Tensor {
  /// A long short-term memory over a batch of sequences (Hochreiter & Schmidhuber 1997, with the
  /// forget gate of Gers et al. 2000).
  ///
  /// @param hidden the first states, `[layers · D, N, hidden]`
  /// @param cell the first cells, `[layers · D, N, hidden]`
  /// @param weights for each layer and direction: W_ih `[4 · hidden, in]`, W_hh and, with `biases`,
  ///   b_ih, b_hh; gates in the order input, forget, cell, output
  default Recurrent lstm(
      Tensor hidden,
      Tensor cell,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    return lstm(
        hidden, cell, weights, biases, layers, dropout, training, bidirectional, batchFirst, null);
  }

  /// As above for sequences of these lengths.
  default Recurrent lstm(
      Tensor hidden,
      Tensor cell,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst,
      long @Nullable [] lengths) {
    NullArgument.require("lstm", "hidden", hidden);
    NullArgument.require("lstm", "cell", cell);
    NullArgument.require("lstm", "weights", weights);
    var first = new Tensor[] {hidden, cell};
    RecurrentSizes.requireNet(
        "lstm", 4, (Tensor) this, first, weights, biases, layers, bidirectional, batchFirst);
    PackedSequences.Kernel kernel =
        (x, sizes, states) ->
            Op.three(
                "lstm",
                () ->
                    Op.withList(
                        states,
                        s ->
                            Op.withList(
                                weights,
                                w ->
                                    sizes == null
                                        ? torch.lstm(
                                            x.raw(),
                                            s,
                                            w,
                                            biases,
                                            layers,
                                            dropout,
                                            training,
                                            bidirectional,
                                            batchFirst)
                                        : torch.lstm(
                                            x.raw(),
                                            sizes.raw(),
                                            s,
                                            w,
                                            biases,
                                            layers,
                                            dropout,
                                            training,
                                            bidirectional))),
                x,
                hidden,
                cell);
    var all = run("lstm", first, batchFirst, lengths, kernel);
    return new Recurrent(all[0], all[1], all[2]);
  }

  /// A gated recurrent unit over a batch of sequences (Cho et al. 2014).
  ///
  /// @param hidden the first states, `[layers · D, N, hidden]`
  /// @param weights for each layer and direction: W_ih `[3 · hidden, in]`, W_hh and, with `biases`,
  ///   b_ih, b_hh; gates in the order reset, update, new
  default Recurrent gru(
      Tensor hidden,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    return gru(hidden, weights, biases, layers, dropout, training, bidirectional, batchFirst, null);
  }

  /// As above for sequences of these lengths.
  default Recurrent gru(
      Tensor hidden,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst,
      long @Nullable [] lengths) {
    NullArgument.require("gru", "hidden", hidden);
    NullArgument.require("gru", "weights", weights);
    var first = new Tensor[] {hidden};
    RecurrentSizes.requireNet(
        "gru", 3, (Tensor) this, first, weights, biases, layers, bidirectional, batchFirst);
    PackedSequences.Kernel kernel =
        (x, sizes, states) ->
            Op.two(
                "gru",
                () ->
                    Op.withList(
                        weights,
                        w ->
                            sizes == null
                                ? torch.gru(
                                    x.raw(),
                                    states[0].raw(),
                                    w,
                                    biases,
                                    layers,
                                    dropout,
                                    training,
                                    bidirectional,
                                    batchFirst)
                                : torch.gru(
                                    x.raw(),
                                    sizes.raw(),
                                    states[0].raw(),
                                    w,
                                    biases,
                                    layers,
                                    dropout,
                                    training,
                                    bidirectional)),
                x,
                hidden);
    var both = run("gru", first, batchFirst, lengths, kernel);
    return new Recurrent(both[0], both[1], null);
  }

  /// A simple recurrent network with tanh over a batch of sequences (Elman 1990).
  ///
  /// @param hidden the first states, `[layers · D, N, hidden]`
  /// @param weights for each layer and direction: W_ih `[hidden, in]`, W_hh and, with `biases`,
  ///   b_ih, b_hh
  default Recurrent rnnTanh(
      Tensor hidden,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    return rnnTanh(
        hidden, weights, biases, layers, dropout, training, bidirectional, batchFirst, null);
  }

  /// As above for sequences of these lengths.
  default Recurrent rnnTanh(
      Tensor hidden,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst,
      long @Nullable [] lengths) {
    NullArgument.require("rnnTanh", "hidden", hidden);
    NullArgument.require("rnnTanh", "weights", weights);
    var first = new Tensor[] {hidden};
    RecurrentSizes.requireNet(
        "rnnTanh", 1, (Tensor) this, first, weights, biases, layers, bidirectional, batchFirst);
    PackedSequences.Kernel kernel =
        (x, sizes, states) ->
            Op.two(
                "rnnTanh",
                () ->
                    Op.withList(
                        weights,
                        w ->
                            sizes == null
                                ? torch.rnn_tanh(
                                    x.raw(),
                                    states[0].raw(),
                                    w,
                                    biases,
                                    layers,
                                    dropout,
                                    training,
                                    bidirectional,
                                    batchFirst)
                                : torch.rnn_tanh(
                                    x.raw(),
                                    sizes.raw(),
                                    states[0].raw(),
                                    w,
                                    biases,
                                    layers,
                                    dropout,
                                    training,
                                    bidirectional)),
                x,
                hidden);
    var both = run("rnnTanh", first, batchFirst, lengths, kernel);
    return new Recurrent(both[0], both[1], null);
  }

  /// One step of a long short-term memory: `[N, in]` with the state `[N, hidden]` before it.
  ///
  /// @param weightIh W_ih, `[4 · hidden, in]`; gates in the order input, forget, cell, output
  /// @param weightHh W_hh, `[4 · hidden, hidden]`
  /// @param biasIh b_ih, `[4 · hidden]`, or null
  /// @param biasHh b_hh, `[4 · hidden]`, or null
  /// @return the new state and the new cell, `[N, hidden]`
  default Tensor[] lstmCell(
      Tensor hidden,
      Tensor cell,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    NullArgument.require("lstmCell", "hidden", hidden);
    NullArgument.require("lstmCell", "cell", cell);
    NullArgument.require("lstmCell", "weightIh", weightIh);
    NullArgument.require("lstmCell", "weightHh", weightHh);
    var before = new Tensor[] {hidden, cell};
    return Op.two(
        "lstmCell",
        () -> {
          RecurrentSizes.requireCell(
              "lstmCell", 4, (Tensor) this, before, weightIh, weightHh, biasIh, biasHh);
          return Op.withList(
              before,
              states ->
                  torch.lstm_cell(
                      Op.raw(this),
                      states,
                      weightIh.raw(),
                      weightHh.raw(),
                      Op.optional(biasIh),
                      Op.optional(biasHh)));
        },
        this,
        hidden,
        cell);
  }

  /// One step of a gated recurrent unit: `[N, in]` and the state before it to the state after it,
  /// `[N, hidden]`.
  ///
  /// @param hidden the state before, `[N, hidden]`
  /// @param weightIh W_ih, `[3 · hidden, in]`; gates in the order reset, update, new
  /// @param weightHh W_hh, `[3 · hidden, hidden]`
  /// @param biasIh b_ih, `[3 · hidden]`, or null
  /// @param biasHh b_hh, `[3 · hidden]`, or null
  default Tensor gruCell(
      Tensor hidden,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    return cell("gruCell", 3, torch::gru_cell, hidden, weightIh, weightHh, biasIh, biasHh);
  }

  /// One step of a simple recurrent network with tanh: `[N, in]` and the state before it to the
  /// state after it, `[N, hidden]`.
  ///
  /// @param hidden the state before, `[N, hidden]`
  /// @param weightIh W_ih, `[hidden, in]`
  /// @param weightHh W_hh, `[hidden, hidden]`
  /// @param biasIh b_ih, `[hidden]`, or null
  /// @param biasHh b_hh, `[hidden]`, or null
  default Tensor rnnTanhCell(
      Tensor hidden,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    return cell("rnnTanhCell", 1, torch::rnn_tanh_cell, hidden, weightIh, weightHh, biasIh, biasHh);
  }

  /// As [#rnnTanhCell] with the rectifier in the place of tanh.
  default Tensor rnnReluCell(
      Tensor hidden,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    return cell("rnnReluCell", 1, torch::rnn_relu_cell, hidden, weightIh, weightHh, biasIh, biasHh);
  }

  private Tensor cell(
      String op,
      int gates,
      RecurrentSizes.Cell kernel,
      Tensor hidden,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    NullArgument.require(op, "hidden", hidden);
    NullArgument.require(op, "weightIh", weightIh);
    NullArgument.require(op, "weightHh", weightHh);
    var before = new Tensor[] {hidden};
    return Op.of(
        op,
        () -> {
          RecurrentSizes.requireCell(
              op, gates, (Tensor) this, before, weightIh, weightHh, biasIh, biasHh);
          return kernel.of(
              Op.raw(this),
              hidden.raw(),
              weightIh.raw(),
              weightHh.raw(),
              Op.optional(biasIh),
              Op.optional(biasHh));
        },
        this,
        hidden);
  }

  private Tensor[] run(
      String op,
      Tensor[] states,
      boolean batchFirst,
      long @Nullable [] lengths,
      PackedSequences.Kernel kernel) {
    var x = (Tensor) this;
    if (lengths != null && PackedSequences.isPadded(op, x, lengths, batchFirst)) {
      return PackedSequences.run(x, lengths, batchFirst, states, kernel);
    }
    return OneDnnLstm.isAvoided(op, x, states[0])
        ? PackedSequences.run(x, OneDnnLstm.lengths(x, batchFirst), batchFirst, states, kernel)
        : kernel.run(x, null, states);
  }
}
