package profundo.recipes.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import profundo.data.text.PairBatches;
import profundo.data.text.SentencePairs;
import profundo.data.text.Tokenizer;
import profundo.lab.Prediction;
import profundo.lab.exhibit.AttentionMap;
import profundo.lab.exhibit.Exhibits;
import profundo.models.BeamSearch;
import profundo.models.Transformer;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.metric.Bleu;
import profundo.train.metric.Mean;

/// A Transformer with the subwords that it reads and writes.
record Translator(Transformer model, Tokenizer tokenizer, Device device) {
  private static final int ROWS = 128;
  private static final int LONGEST = 80;
  private static final double ALPHA = 0.6;
  private static final int SHOWN = 12;
  private static final int MAPS = 3;

  /// The search of section 6.1.
  static BeamSearch search(int beams) {
    return new BeamSearch(beams, ALPHA, LONGEST);
  }

  static BeamSearch greedy() {
    return BeamSearch.greedy(LONGEST);
  }

  PairBatches batches(SentencePairs pairs, int batch, long seed) {
    return new PairBatches(encoded(pairs.source()), encoded(pairs.target()), batch, seed);
  }

  /// nats a token.
  Tensor loss(PairBatches.Pairs batch, double smoothing) {
    var scores = model.forward(batch.source().to(device), batch.input().to(device));
    return scores
        .flatten(0, 1)
        .crossEntropy(
            batch.target().to(device).flatten(0, 1),
            null,
            Reduction.MEAN,
            Tokenizer.PAD,
            smoothing);
  }

  /// nats a token, over all pairs.
  double loss(SentencePairs pairs) {
    var mean = new Mean();
    for (var batch : batches(pairs, ROWS, 0).epoch(0)) {
      try (var _ = Scope.open()) {
        long tokens = batch.target().ne(Tokenizer.PAD).sum().itemLong();
        mean.add(loss(batch, 0).item(), tokens);
      }
    }
    return mean.value();
  }

  List<String> translate(List<String> sentences, BeamSearch search) {
    var translations = new ArrayList<String>();
    for (int first = 0; first < sentences.size(); first += ROWS) {
      var part = sentences.subList(first, Math.min(sentences.size(), first + ROWS));
      try (var _ = Scope.open()) {
        var source = PairBatches.rows(encoded(part), false, true).to(device);
        search.search(model, source).forEach(t -> translations.add(tokenizer.decode(t)));
      }
    }
    return translations;
  }

  static double bleu(List<String> translations, SentencePairs pairs) {
    var bleu = new Bleu();
    for (int i = 0; i < pairs.size(); i++) {
      bleu.add(translations.get(i), pairs.target().get(i));
    }
    return bleu.value();
  }

  /// Leaves the first translations, and what their words look at.
  void show(Run run, SentencePairs pairs, List<String> translations) {
    var rows =
        IntStream.range(0, Math.min(SHOWN, pairs.size()))
            .mapToObj(
                i -> List.of(pairs.source().get(i), translations.get(i), pairs.target().get(i)))
            .toList();
    Exhibits.table(run, "translations", List.of("de", "en", "reference"), rows);
    var maps =
        IntStream.range(0, Math.min(MAPS, pairs.size()))
            .mapToObj(i -> attention(pairs.source().get(i), translations.get(i)))
            .toList();
    Exhibits.attention(run, "attention", maps.stream().map(List::getFirst).toList());
    Exhibits.attention(run, "heads", maps.getFirst().subList(1, maps.getFirst().size()));
  }

  /// The mean of the heads, under the sentence, and then each of them.
  private List<AttentionMap> attention(String sentence, String translation) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var source = PairBatches.rows(encoded(List.of(sentence)), false, true).to(device);
      var input = PairBatches.rows(encoded(List.of(translation)), true, false).to(device);
      var attended = model.explain(source, input);
      var maps = new ArrayList<AttentionMap>();
      maps.add(map(sentence, sentence, translation, attended.averaged().select(0, 0)));
      var heads = attended.weights().select(0, 0); // [heads, L, S]
      for (int head = 0; head < heads.size(0); head++) {
        maps.add(map("head " + (head + 1), sentence, translation, heads.select(0, head)));
      }
      return maps;
    }
  }

  /// The same with the mean of the heads for programs.
  Prediction attended(Prediction prediction, String sentence, String translation) {
    var mean = attention(sentence, translation).getFirst();
    return prediction
        .with("source", mean.columns())
        .with("target", mean.rows())
        .with("attention", List.of(mean.weights()));
  }

  private AttentionMap map(String name, String sentence, String translation, Tensor weights) {
    var rows = tokens(translation);
    var values = new float[rows.size()][];
    for (int row = 0; row < values.length; row++) {
      values[row] = weights.select(0, row).toFloatArray();
    }
    return new AttentionMap(name, rows, tokens(sentence), values);
  }

  /// A sentence's subwords, and a point for its begin or end.
  private List<String> tokens(String sentence) {
    var tokens = new ArrayList<>(tokenizer.tokens(sentence));
    tokens.add("·");
    return tokens;
  }

  private List<int[]> encoded(List<String> sentences) {
    return sentences.stream().map(tokenizer::encode).toList();
  }
}
