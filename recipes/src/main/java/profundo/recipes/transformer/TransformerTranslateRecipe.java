package profundo.recipes.transformer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import profundo.base.Text;
import profundo.data.source.Sources;
import profundo.data.text.PairBatches;
import profundo.data.text.SentencePairs;
import profundo.data.text.Tokenizer;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Input;
import profundo.lab.InputPart;
import profundo.lab.Paper;
import profundo.lab.Prediction;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.lab.task.Made;
import profundo.models.Transformer;
import profundo.nn.Net;
import profundo.nn.StateDict;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensors;
import profundo.train.Facts;
import profundo.train.Fit;
import profundo.train.Run;

/// A Transformer learns to translate captions from German to English. Its subwords are learnt from
/// the training sentences of the run.
public final class TransformerTranslateRecipe
    implements Recipe<TransformerTranslateRecipe.Settings> {
  private static final Text TEXT = Text.of(TransformerTranslateRecipe.class);
  private static final String MULTI30K = "multi30k";
  private static final String TOKENS = "tokens";
  private static final long EXAMPLE = 20;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    /// `multi30k`.
    String data = MULTI30K;

    /// Of both languages together.
    int tokens = 8000;

    /// Of encoder and decoder.
    int layers = 6;

    /// D, an even multiple of the heads.
    int dimension = 512;

    /// Units between the linear layers.
    int feedForward = 2048;

    /// Of each attention.
    int heads = 8;

    /// The probability that a unit is dropped.
    double dropout = 0.3;

    /// Passes over the training pairs.
    int epochs = 60;

    /// Pairs in a step.
    int batch = 128;

    /// What d^−½ is multiplied by in the schedule (section 5.3).
    double lr = 1;

    /// Steps before the rate falls.
    int warmUp = 4000;

    /// Whether the rate rises before it falls; else it begins at its highest.
    boolean rising = true;

    /// How much of each target's probability is shared by all tokens (section 5.4).
    double smoothing = 0.1;

    /// Whether each part's input is added to its output.
    boolean residuals = true;

    /// Whether positions are told apart by sinusoids.
    boolean positions = true;

    /// Of the search at the end.
    int beams = 4;

    @Override
    protected void check() {
      Range.oneOf("data", data, List.of(MULTI30K, Made.SENTENCES));
      Range.atLeast(100).check("tokens", tokens);
      Range.atLeast(1)
          .check("layers", layers)
          .check("heads", heads)
          .check("dimension", dimension)
          .check("feedForward", feedForward)
          .check("epochs", epochs)
          .check("batch", batch)
          .check("warmUp", warmUp)
          .check("beams", beams);
      Range.above(0).check("lr", lr);
      Range.atLeast(0).below(1).check("dropout", dropout).check("smoothing", smoothing);
      if (dimension % (2L * heads) != 0) {
        throw new UsageException(TEXT, "headsShare", "" + dimension, "" + heads);
      }
    }

    /// Section 5.3's; without its rise, the same from its peak on.
    Schedule rate() {
      double scale = 1 / Math.sqrt(dimension);
      return rising
          ? Schedule.noam(dimension, warmUp)
          : step -> scale / Math.sqrt(Math.max(step + 1, warmUp));
    }

    SentencePairs.Splits pairs(Sources sources) {
      return data.equals(MULTI30K) ? SentencePairs.multi30k(sources) : Made.pairs();
    }
  }

  @Override
  public About about() {
    return new About(
        "transformer-translate",
        "attention and external memory",
        "A Transformer translates from German to English",
        new Paper(
            "Vaswani et al.",
            2017,
            "Attention is all you need",
            "https://arxiv.org/abs/1706.03762"),
        List.of(MULTI30K),
        new Seconds(8, 460, 1200),
        List.of(
            Claim.atLeast(
                    "test.bleu",
                    27.3,
                    "table 2: base model on WMT 2014 English to German; other data and direction")
                .fromMemory()
                .at(Scale.LAPTOP, 12)
                .at(Scale.PAPER, 30)));
  }

  /// The base model of table 3 with section 5.3's schedule; but dropout 0.3, where the paper has
  /// 0.1 for 150 times the sentences; batches of sentences and not of 25,000 tokens; and the last
  /// weights, where the paper averages five checkpoints.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.tokens = 5000;
        settings.layers = 3;
        settings.dimension = 128;
        settings.feedForward = 512;
        settings.heads = 4;
        settings.dropout = 0.1;
        settings.epochs = 5;
        settings.batch = 64;
        settings.lr = 1.5;
        settings.warmUp = 500;
      }
      case SMOKE -> {
        settings.data = Made.SENTENCES;
        settings.tokens = 100;
        settings.layers = 1;
        settings.dimension = 32;
        settings.feedForward = 64;
        settings.heads = 2;
        settings.dropout = 0;
        settings.epochs = 2;
        settings.batch = 32;
        settings.warmUp = 20;
        settings.beams = 2;
      }
    }
    return settings;
  }

  @Override
  public Facts facts(Settings settings) {
    return Facts.of(TOKENS, settings.tokens);
  }

  @Override
  public Facts facts(Settings settings, StateDict weights) {
    return Facts.of(TOKENS, weights.get("embedding.weight").size(0));
  }

  @Override
  public Transformer model(Settings settings, Facts facts, String part) {
    return new Transformer(
        facts.number(TOKENS),
        settings.layers,
        settings.dimension,
        settings.feedForward,
        settings.heads,
        settings.dropout,
        new Transformer.Parts(settings.residuals, settings.positions));
  }

  @Override
  public Optional<String> width() {
    return Optional.of("dimension");
  }

  @Override
  public List<Map<String, String>> ablations() {
    return List.of(
        Map.of("heads", "1"),
        Map.of("residuals", "false"),
        Map.of("positions", "false"),
        Map.of("smoothing", "0"),
        Map.of("rising", "false"));
  }

  @Override
  public void example(Settings settings, Net net) {
    var sentence = Tensors.full(1, DType.INT64, Device.CPU, 1, EXAMPLE);
    ((Transformer) net).forward(sentence, sentence);
  }

  @Override
  public void run(Run run, Settings settings) {
    var splits = settings.pairs(run.sources());
    run.data(splits.origin());
    var sentences =
        Stream.concat(splits.train().source().stream(), splits.train().target().stream());
    try (var tokenizer =
        Tokenizer.train(sentences, settings.tokens, run.folder().resolve("tokenizer.json"))) {
      var facts = Facts.of(TOKENS, tokenizer.size());
      run.facts(facts);
      var model = model(settings, facts, Run.WHOLE);
      var translator = new Translator(model, tokenizer, run.device());
      train(run, settings, translator, splits);
      run.save(model);
      var search = Translator.search(settings.beams);
      var validated = translator.translate(splits.validation().source(), search);
      run.metric("validation.bleu", Translator.bleu(validated, splits.validation()));
      var tested = translator.translate(splits.test().source(), search);
      run.metric("test.bleu", Translator.bleu(tested, splits.test()));
      translator.show(run, splits.validation(), validated);
    }
  }

  private static void train(
      Run run, Settings settings, Translator translator, SentencePairs.Splits splits) {
    var model = translator.model();
    var adam = new Adam(model.parameters(), settings.lr, o -> o.betas(0.9, 0.98).eps(1e-9));
    var batches = translator.batches(splits.train(), settings.batch, run.seed());
    var watched = splits.validation();
    new Fit<PairBatches.Pairs>(run, batches, settings.epochs)
        .train(model, adam, batch -> translator.loss(batch, settings.smoothing))
        .schedule(settings.rate())
        .measure("validation.loss", () -> translator.loss(watched))
        .measure(
            "validation.greedyBleu",
            () ->
                Translator.bleu(
                    translator.translate(watched.source(), Translator.greedy()), watched))
        .run();
  }

  @Override
  public Set<InputPart> takes() {
    return Set.of(InputPart.FILE, InputPart.TEXT);
  }

  /// Translates each line; what is empty stays empty. Of a single sentence programs are also told
  /// what each of the translation's subwords looks at.
  @Override
  public Prediction predict(Trained<Settings> trained, Input input) {
    var text = input.words().orElseThrow();
    try (var _ = Scope.open();
        var tokenizer = Tokenizer.read(trained.file("tokenizer.json"))) {
      var sentences = text.lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList();
      var translator = new Translator((Transformer) trained.net(), tokenizer, trained.device());
      var written = sentences.stream().filter(sentence -> !sentence.isEmpty()).toList();
      var translated = translator.translate(written, Translator.search(4)).iterator();
      var lines = sentences.stream().map(line -> line.isEmpty() ? "" : translated.next()).toList();
      var prediction =
          new Prediction(String.join("\n", lines), tokenizer.unknown(String.join(" ", sentences)));
      return written.size() == 1
          ? translator.attended(prediction, written.getFirst(), prediction.text().strip())
          : prediction;
    }
  }
}
