package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The recurrent networks' fused kernels.
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
    requireHidden("lstm", hidden);
    var all =
        Op.three(
            "lstm",
            () ->
                Op.withList(
                    new Tensor[] {hidden, cell},
                    states ->
                        Op.withList(
                            weights,
                            w ->
                                torch.lstm(
                                    Op.raw(this),
                                    states,
                                    w,
                                    biases,
                                    layers,
                                    dropout,
                                    training,
                                    bidirectional,
                                    batchFirst))),
            this,
            hidden,
            cell);
    return new Recurrent(all[0], all[1], all[2]);
  }

  /// A gated recurrent unit over a batch of sequences (Cho et al. 2014).
  ///
  /// @param hidden the first states, `[layers · D, N, hidden]`
  /// @param weights for each layer and direction: W_ih, W_hh and, with `biases`, b_ih, b_hh
  default Recurrent gru(
      Tensor hidden,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    requireHidden("gru", hidden);
    var both =
        Op.two(
            "gru",
            () ->
                Op.withList(
                    weights,
                    w ->
                        torch.gru(
                            Op.raw(this),
                            hidden.raw(),
                            w,
                            biases,
                            layers,
                            dropout,
                            training,
                            bidirectional,
                            batchFirst)),
            this,
            hidden);
    return new Recurrent(both[0], both[1], null);
  }

  /// A simple recurrent network with tanh over a batch of sequences (Elman 1990).
  ///
  /// @param hidden the first states, `[layers · D, N, hidden]`
  /// @param weights for each layer and direction: W_ih, W_hh and, with `biases`, b_ih, b_hh
  default Recurrent rnnTanh(
      Tensor hidden,
      Tensor[] weights,
      boolean biases,
      long layers,
      double dropout,
      boolean training,
      boolean bidirectional,
      boolean batchFirst) {
    requireHidden("rnnTanh", hidden);
    var both =
        Op.two(
            "rnnTanh",
            () ->
                Op.withList(
                    weights,
                    w ->
                        torch.rnn_tanh(
                            Op.raw(this),
                            hidden.raw(),
                            w,
                            biases,
                            layers,
                            dropout,
                            training,
                            bidirectional,
                            batchFirst)),
            this,
            hidden);
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
    return Op.two(
        "lstmCell",
        () ->
            Op.withList(
                new Tensor[] {hidden, cell},
                states ->
                    torch.lstm_cell(
                        Op.raw(this),
                        states,
                        weightIh.raw(),
                        weightHh.raw(),
                        Op.optional(biasIh),
                        Op.optional(biasHh))),
        this,
        hidden,
        cell);
  }

  /// Native code divides by the size of the state.
  private static void requireHidden(String op, Tensor hidden) {
    if (hidden.dim() > 0 && hidden.size(-1) == 0) {
      throw new TensorException(
          op + ": the state has no numbers: hidden is " + hidden.shape() + ".");
    }
  }
}
