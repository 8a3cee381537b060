package profundo.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Writes translations token by token and keeps the best few beginnings of each; one of them is
/// greedy search. Translations are compared by log p / ((5 + length) / 6)^α (Wu et al. 2016,
/// equation 14, without its coverage).
///
/// @param beams how many beginnings are kept, 1 or more
/// @param alpha how much longer translations are favoured; 0.6 in Vaswani et al. 2017
/// @param longest the most tokens of a translation
public record BeamSearch(int beams, double alpha, int longest) {
  private static final int PAD = 0;
  private static final int BEGIN = 1;
  private static final int END = 2;
  private static final double NEVER = -1e9;

  /// The search without alternatives.
  public static BeamSearch greedy(int longest) {
    return new BeamSearch(1, 0, longest);
  }

  /// What is written so far: for each of N · beams rows its tokens, whether it has ended, and for
  /// each sentence its beams' scores.
  private record Written(Tensor tokens, Tensor ended, Tensor scores) {
    Written keptBy(Scope step) {
      return new Written(step.keep(tokens), step.keep(ended), step.keep(scores));
    }
  }

  /// The best translation of each sentence `[N, S]`, without begin and end.
  public List<long[]> search(Transformer model, Tensor source) {
    model.eval();
    try (var _ = Scope.open();
        var _ = Grad.noGrad();
        var cache = model.cache()) {
      var sources = source.repeatInterleave(beams, 0);
      var memory = model.encode(source).repeatInterleave(beams, 0);
      var written = start(source);
      for (int length = 0; length < longest; length++) {
        try (var step = Scope.open()) {
          var last = written.tokens().narrow(1, length, 1);
          var scores = model.decode(last, memory, sources, cache).logSoftmax(1);
          written = grown(written, scores, cache::reorder).keptBy(step);
        }
        if (written.ended().all().item() != 0) {
          break;
        }
      }
      return best(written);
    }
  }

  private Written start(Tensor source) {
    long n = source.size(0);
    var device = source.device();
    var scores = Tensors.full(NEVER, DType.FLOAT32, device, n, beams);
    scores.narrow(1, 0, 1).zero_();
    return new Written(
        Tensors.full(BEGIN, DType.INT64, device, n * beams, 1),
        Tensors.zeros(DType.BOOL, device, n * beams),
        scores);
  }

  /// Each beginning with each next token, and the best of them. What has ended is padded for
  /// nothing.
  private Written grown(Written written, Tensor next, java.util.function.Consumer<Tensor> reorder) {
    long tokens = next.size(1);
    long n = written.scores().size(0);
    next.narrow(1, PAD, 1).fill_(NEVER);
    var padded = Tensors.full(NEVER, next.dtype(), next.device(), 1, tokens);
    padded.narrow(1, PAD, 1).zero_();
    var steps = Tensors.where(written.ended().unsqueeze(1), padded, next).reshape(n, beams, tokens);
    var all = written.scores().unsqueeze(2).add(steps).flatten(1);
    var best = all.topk(beams, 1);
    var token = best.indices().remainder(tokens);
    var beam = best.indices().sub(token).div(tokens).to(DType.INT64);
    var first = Tensors.arange(0, n * beams, beams).to(next.device()).unsqueeze(1);
    var rows = beam.add(first).flatten(0);
    reorder.accept(rows);
    var last = token.reshape(n * beams, 1);
    return new Written(
        Tensor.cat(1, written.tokens().indexSelect(0, rows), last),
        written.ended().indexSelect(0, rows).logicalOr(last.squeeze(1).eq(END)),
        best.values());
  }

  private List<long[]> best(Written written) {
    int n = (int) written.scores().size(0);
    int width = (int) written.tokens().size(1);
    var tokens = written.tokens().toLongArray();
    var scores = written.scores().toFloatArray();
    var chosen = new ArrayList<long[]>();
    for (int i = 0; i < n; i++) {
      long[] best = {};
      double most = Double.NEGATIVE_INFINITY;
      for (int beam = 0; beam < beams; beam++) {
        int row = i * beams + beam;
        var sentence = sentence(Arrays.copyOfRange(tokens, row * width + 1, (row + 1) * width));
        double score = scores[row] / Math.pow((5.0 + sentence.length + 1) / 6, alpha);
        if (score > most) {
          most = score;
          best = sentence;
        }
      }
      chosen.add(best);
    }
    return chosen;
  }

  private static long[] sentence(long[] tokens) {
    int length = 0;
    while (length < tokens.length && tokens[length] != END && tokens[length] != PAD) {
      length++;
    }
    return Arrays.copyOf(tokens, length);
  }
}
