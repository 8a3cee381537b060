package profundo.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import profundo.data.Origin;
import profundo.data.PairBatches;
import profundo.data.SentencePairs;
import profundo.data.Tokenizer;
import profundo.data.Utf8;
import profundo.models.BeamSearch;
import profundo.models.Transformer;
import profundo.nn.StateDict;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Bleu;
import profundo.train.Fit;
import profundo.train.Mean;
import profundo.train.Run;

/// A Transformer learns to translate captions from German to English. Its subwords are learnt from
/// the training sentences of the run.
final class TransformerTranslateRecipe implements Recipe<TransformerTranslateRecipe.Settings> {
  private static final String MADE = "made sentences";
  private static final int ROWS = 128;
  private static final int LONGEST = 80;
  private static final double SMOOTHING = 0.1;
  private static final double ALPHA = 0.6;
  private static final int SHOWN = 12;
  private static final int MAPS = 3;

  /// @param data `multi30k`
  /// @param tokens of both languages together, 100 or more
  /// @param layers of encoder and decoder, 1 or more
  /// @param dimension d, an even multiple of the heads
  /// @param feedForward units between the linear layers, 1 or more
  /// @param heads of each attention, 1 or more
  /// @param dropout the probability that a unit is dropped, 0 to below 1
  /// @param epochs passes over the training pairs, 1 or more
  /// @param batch pairs in a step, 1 or more
  /// @param lr what d^−½ is multiplied by in the schedule (section 5.3), above 0
  /// @param warmUp steps of rising rate, 1 or more
  /// @param beams of the search at the end, 1 or more
  record Settings(
      String data,
      int tokens,
      int layers,
      int dimension,
      int feedForward,
      int heads,
      double dropout,
      int epochs,
      int batch,
      double lr,
      int warmUp,
      int beams) {
    Settings {
      Range.oneOf("data", data, "multi30k", MADE);
      Range.atLeast("tokens", tokens, 100);
      Range.atLeast("layers", layers, 1);
      Range.atLeast("heads", heads, 1);
      Range.atLeast("dimension", dimension % (2 * heads) == 0 ? dimension : -1, 2);
      Range.atLeast("feedForward", feedForward, 1);
      Range.atLeast("dropout", dropout, 0);
      Range.above("1 - dropout", 1 - dropout, 0);
      Range.atLeast("epochs", epochs, 1);
      Range.atLeast("batch", batch, 1);
      Range.above("lr", lr, 0);
      Range.atLeast("warmUp", warmUp, 1);
      Range.atLeast("beams", beams, 1);
    }

    Transformer model(int vocabulary) {
      return new Transformer(vocabulary, layers, dimension, feedForward, heads, dropout);
    }
  }

  @Override
  public String id() {
    return "transformer-translate";
  }

  @Override
  public String topic() {
    return "attention and external memory";
  }

  @Override
  public String title() {
    return "A Transformer translates from German to English";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "Vaswani et al.", 2017, "Attention is all you need", "https://arxiv.org/abs/1706.03762");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "validation.bleu",
            27.3,
            "table 2: base model on WMT 2014 English to German; other data and direction",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 12.0, Scale.PAPER, 30.0)));
  }

  @Override
  public List<String> data() {
    return List.of("multi30k");
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 8;
      case LAPTOP -> 560;
      case PAPER -> 1200;
    };
  }

  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(MADE, 100, 1, 32, 64, 2, 0, 2, 32, 1, 20, 2);
      case LAPTOP -> new Settings("multi30k", 5000, 3, 128, 512, 4, 0.1, 6, 64, 1.5, 500, 4);
      case PAPER -> new Settings("multi30k", 8000, 6, 512, 2048, 8, 0.3, 60, 128, 1, 4000, 4);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("Transformer", config(Scale.LAPTOP).model(5000).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var splits = config.data().equals(MADE) ? made() : SentencePairs.multi30k(run.sources());
    run.data(splits.origin());
    var train = splits.train();
    var sentences = Stream.concat(train.source().stream(), train.target().stream());
    try (var tokenizer =
        Tokenizer.train(sentences, config.tokens(), run.folder().resolve("tokenizer.json"))) {
      var model = config.model(tokenizer.size());
      train(run, config, model, tokenizer, splits);
      run.save(model);
      var search = new BeamSearch(config.beams(), ALPHA, LONGEST);
      var validated = translate(run, model, tokenizer, search, splits.validation().source());
      run.metric("validation.bleu", bleu(validated, splits.validation().target()));
      var tested = translate(run, model, tokenizer, search, splits.test().source());
      run.metric("test.bleu", bleu(tested, splits.test().target()));
      show(run, model, tokenizer, splits.validation(), validated);
    }
  }

  private static void train(
      Run run,
      Settings config,
      Transformer model,
      Tokenizer tokenizer,
      SentencePairs.Splits splits) {
    model.to(run.device());
    var pairs = batches(tokenizer, splits.train(), config.batch(), run.seed());
    var validation = batches(tokenizer, splits.validation(), ROWS, 0);
    var greedy = BeamSearch.greedy(LONGEST);
    new Fit<PairBatches.Pairs>(run, pairs, config.epochs())
        .train(
            model,
            new Adam(model.parameters(), config.lr(), o -> o.betas(0.9, 0.98).eps(1e-9)),
            batch -> loss(run, model, batch, SMOOTHING))
        .schedule(Schedule.noam(config.dimension(), config.warmUp()))
        .measure("validation.loss", () -> loss(run, model, validation))
        .measure(
            "validation.greedyBleu",
            () ->
                bleu(
                    translate(run, model, tokenizer, greedy, splits.validation().source()),
                    splits.validation().target()))
        .run();
  }

  private static PairBatches batches(
      Tokenizer tokenizer, SentencePairs pairs, int batch, long seed) {
    return new PairBatches(
        encoded(tokenizer, pairs.source()), encoded(tokenizer, pairs.target()), batch, seed);
  }

  private static List<int[]> encoded(Tokenizer tokenizer, List<String> sentences) {
    return sentences.stream().map(tokenizer::encode).toList();
  }

  /// nats a token.
  private static Tensor loss(
      Run run, Transformer model, PairBatches.Pairs batch, double smoothing) {
    var scores = model.forward(batch.source().to(run.device()), batch.input().to(run.device()));
    return scores
        .flatten(0, 1)
        .crossEntropy(
            batch.target().to(run.device()).flatten(0, 1),
            null,
            Reduction.MEAN,
            Tokenizer.PAD,
            smoothing);
  }

  private static double loss(Run run, Transformer model, PairBatches validation) {
    var mean = new Mean();
    for (var batch : validation.epoch(0)) {
      try (var _ = Scope.open()) {
        long tokens = batch.target().ne(Tokenizer.PAD).sum().itemLong();
        mean.add(loss(run, model, batch, 0).item(), tokens);
      }
    }
    return mean.value();
  }

  private static List<String> translate(
      Run run, Transformer model, Tokenizer tokenizer, BeamSearch search, List<String> sentences) {
    var translations = new ArrayList<String>();
    for (int first = 0; first < sentences.size(); first += ROWS) {
      var part = sentences.subList(first, Math.min(sentences.size(), first + ROWS));
      try (var _ = Scope.open()) {
        var source = PairBatches.rows(encoded(tokenizer, part), false, true).to(run.device());
        search.search(model, source).forEach(t -> translations.add(tokenizer.decode(t)));
      }
    }
    return translations;
  }

  private static double bleu(List<String> translations, List<String> references) {
    var bleu = new Bleu();
    for (int i = 0; i < references.size(); i++) {
      bleu.add(translations.get(i), references.get(i));
    }
    return bleu.value();
  }

  private static void show(
      Run run,
      Transformer model,
      Tokenizer tokenizer,
      SentencePairs pairs,
      List<String> translations) {
    var rows =
        IntStream.range(0, Math.min(SHOWN, pairs.size()))
            .mapToObj(
                i -> List.of(pairs.source().get(i), translations.get(i), pairs.target().get(i)))
            .toList();
    Exhibits.table(run, "translations", List.of("de", "en", "reference"), rows);
    var maps = new ArrayList<AttentionMap>();
    for (int i = 0; i < Math.min(MAPS, pairs.size()); i++) {
      maps.add(attention(run, model, tokenizer, pairs.source().get(i), translations.get(i)));
    }
    Exhibits.attention(run, "attention", maps);
  }

  private static AttentionMap attention(
      Run run, Transformer model, Tokenizer tokenizer, String sentence, String translation) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var source = PairBatches.rows(List.of(tokenizer.encode(sentence)), false, true);
      var input = PairBatches.rows(List.of(tokenizer.encode(translation)), true, false);
      var weights =
          model.explain(source.to(run.device()), input.to(run.device())).averaged().select(0, 0);
      var columns = new ArrayList<>(tokenizer.tokens(sentence));
      columns.add("·");
      var rows = new ArrayList<>(tokenizer.tokens(translation));
      rows.add("·");
      var values = new float[rows.size()][];
      for (int row = 0; row < values.length; row++) {
        values[row] = weights.select(0, row).toFloatArray();
      }
      return new AttentionMap(sentence, rows, columns, values);
    }
  }

  /// Sentences by rule, for tests of the code and not of the model.
  private static SentencePairs.Splits made() {
    var who = List.of("der Hund", "die Frau", "ein Kind", "das Pferd");
    var whom = List.of("the dog", "the woman", "a child", "the horse");
    var does = List.of("läuft", "schläft", "singt");
    var did = List.of("runs", "sleeps", "sings");
    var german = new ArrayList<String>();
    var english = new ArrayList<String>();
    for (int i = 0; i < 240; i++) {
      german.add(who.get(i % 4) + " " + does.get(i % 3) + " .");
      english.add(whom.get(i % 4) + " " + did.get(i % 3) + " .");
    }
    var few = new SentencePairs(german.subList(0, 12), english.subList(0, 12));
    return new SentencePairs.Splits(
        new SentencePairs(german, english),
        few,
        few,
        new Origin(MADE, Origin.Source.SYNTHETIC, german.size()));
  }

  /// Translates each line.
  @Override
  public String predict(Path weights, Path input) {
    try (var _ = Scope.open();
        var tokenizer = Tokenizer.read(weights.resolveSibling("tokenizer.json"))) {
      var model = read(weights);
      var sentences =
          Utf8.read(input).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      var translations = new ArrayList<String>();
      for (var sentence : sentences) {
        var source = PairBatches.rows(List.of(tokenizer.encode(sentence)), false, true);
        var best = new BeamSearch(4, ALPHA, LONGEST).search(model, source);
        translations.add(tokenizer.decode(best.getFirst()));
      }
      return String.join("\n", translations);
    }
  }

  private static Transformer read(Path weights) {
    var state = StateDict.read(weights);
    var table = state.get("embedding.weight");
    var model =
        new Transformer(
            (int) table.size(0),
            (int) state.names().stream().filter(n -> n.matches("encoder.*linear1.weight")).count(),
            (int) table.size(1),
            (int) state.get("encoder.layers.0.linear1.weight").size(0),
            (int) state.get("heads").itemLong(),
            0);
    model.load(state);
    return model;
  }
}
