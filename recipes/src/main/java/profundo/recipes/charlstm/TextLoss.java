package profundo.recipes.charlstm;

import java.util.ArrayList;
import java.util.List;
import profundo.base.Text;
import profundo.data.text.NGrams;
import profundo.lab.exhibit.Exhibits;
import profundo.models.CharRnn;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.metric.Mean;

/// How well a text is foretold, in nats a character: by a recurrent net, and by n-gram models
/// beside it.
final class TextLoss {
  private static final int STREAMS = 20;
  private static final int CHUNK = 250;
  private static final int ORDERS = 6;

  private TextLoss() {}

  /// Of scores `[N, L, characters]` and the characters that came, `[N, L]`.
  static Tensor of(Tensor scores, Tensor next) {
    return scores.flatten(0, 1).crossEntropy(next.flatten(0, 1));
  }

  /// Over a text cut into a few streams, each read to its end with what is remembered.
  static double of(CharRnn net, int[] text) {
    int length = (text.length - 1) / STREAMS;
    var mean = new Mean();
    try (var _ = Scope.open()) {
      var state = net.empty(STREAMS);
      for (int first = 0; first < length; first += CHUNK) {
        int count = Math.min(CHUNK, length - first);
        try (var step = Scope.open()) {
          var device = state.hidden().device();
          var x = streams(text, length, first, count).to(device);
          var y = streams(text, length, first + 1, count).to(device);
          var result = net.forward(x, state);
          mean.add(of(result.scores(), y).item(), count);
          state = result.state().keptBy(step);
        }
      }
    }
    return mean.value();
  }

  private static Tensor streams(int[] text, int length, int first, int count) {
    var ids = new long[STREAMS * count];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = text[i / count * length + first + i % count];
    }
    return Tensor.of(ids, STREAMS, count);
  }

  /// Puts n-gram models of the same split beside the net's `validation.loss`: a table, the best of
  /// them, and what the net gains over it.
  static void floor(Run run, String net, int symbols, int[] training, int[] validation) {
    double loss = run.last("validation.loss");
    var ngrams = new NGrams(ORDERS, symbols, training);
    var rows = new ArrayList<List<String>>();
    double best = Double.POSITIVE_INFINITY;
    for (int n = 1; n <= ORDERS; n++) {
      double counted = ngrams.loss(validation, n);
      best = Math.min(best, counted);
      rows.add(List.of("n = " + n, Text.format("%.4f", counted)));
    }
    rows.add(List.of(net, Text.format("%.4f", loss)));
    Exhibits.table(run, "floor", List.of("", "validation.loss"), rows);
    run.metric("validation.ngramLoss", best);
    run.metric("validation.gainOverNgrams", best - loss);
  }
}
