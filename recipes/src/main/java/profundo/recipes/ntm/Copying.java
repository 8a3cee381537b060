package profundo.recipes.ntm;

import java.util.function.UnaryOperator;
import profundo.data.CopyTask;
import profundo.tensor.Reduction;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// How a net copies sequences.
///
/// @param forward the net: `[L, N, 9]` to logits `[L, N, 8]`
record Copying(Run run, UnaryOperator<Tensor> forward) {
  /// nats a bit.
  Tensor loss(CopyTask.Sequences batch) {
    return loss(batch, Reduction.MEAN);
  }

  /// Bits a sequence, as the paper counts.
  double bits(CopyTask.Sequences sequences) {
    double nats = loss(sequences, Reduction.SUM).item();
    return nats / Math.log(2) / sequences.target().size(1);
  }

  /// What is said when the copy is wanted, `[L, N, 8]`.
  Tensor said(CopyTask.Sequences batch) {
    return forward
        .apply(batch.input().to(run.device()))
        .narrow(0, batch.length() + 1, batch.length());
  }

  private Tensor loss(CopyTask.Sequences batch, Reduction reduction) {
    return said(batch).binaryCrossEntropyWithLogits(batch.target().to(run.device()), reduction);
  }
}
