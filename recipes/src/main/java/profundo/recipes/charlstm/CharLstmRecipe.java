package profundo.recipes.charlstm;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.data.text.Corpus;
import profundo.data.text.Windows;
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
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.Made;
import profundo.models.CharRnn;
import profundo.nn.Net;
import profundo.nn.StateDict;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Fit;
import profundo.train.Run;

/// An LSTM, or a net of other recurrent layers, learns a text letter by letter; the last tenth is
/// held out. n-gram models of the same split stand beside it.
public final class CharLstmRecipe implements Recipe<CharLstmRecipe.Settings> {
  private static final String SHAKESPEARE = "tinyshakespeare";
  private static final String CHARACTERS = "characters";
  private static final int WRITTEN = 600;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    /// `tinyshakespeare`, or a text file.
    String data = SHAKESPEARE;

    /// What the recurrent layers are made of.
    CharRnn.Cell cell = CharRnn.Cell.LSTM;

    /// Recurrent layers.
    int layers = 3;

    /// In each layer.
    int units = 512;

    /// Numbers for each character.
    int embedding = 64;

    /// Characters in a training example.
    int window = 100;

    /// Passes over the text.
    int epochs = 50;

    /// Examples in a step.
    int batch = 100;

    /// The learning rate at its highest.
    double lr = 2e-3;

    /// The probability that a unit is dropped.
    double dropout = 0.5;

    @Override
    protected void check() {
      Range.atLeast(1)
          .check("layers", layers)
          .check("units", units)
          .check("embedding", embedding)
          .check("window", window)
          .check("epochs", epochs)
          .check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(0).below(1).check("dropout", dropout);
    }

    Corpus text(Sources sources) {
      return switch (data) {
        case Made.SENTENCES -> Made.text();
        case SHAKESPEARE -> Corpus.tinyShakespeare(sources);
        default -> Corpus.read(Path.of(data));
      };
    }
  }

  @Override
  public About about() {
    return new About(
        "char-lstm",
        "recurrent networks",
        "An LSTM writes after Shakespeare, letter by letter",
        new Paper(
            "Hochreiter & Schmidhuber 1997; Karpathy",
            2015,
            "Long short-term memory; The unreasonable effectiveness of recurrent neural networks",
            "https://karpathy.github.io/2015/05/21/rnn-effectiveness/"),
        List.of(SHAKESPEARE),
        new Seconds(6, 390, 900),
        List.of(
            Claim.atMost(
                    "validation.loss",
                    1.4697,
                    "nanoGPT's README: a Transformer of 10 million parameters on a GPU, same data")
                .at(Scale.LAPTOP, 1.70)
                .at(Scale.PAPER, 1.55),
            Claim.oursAtLeast(
                    "validation.gainOverNgrams",
                    "the floor: better than the best n-gram model of the same split")
                .at(Scale.LAPTOP, 0)
                .at(Scale.PAPER, 0)));
  }

  /// Karpathy's three layers of 512, batches of 100 and texts of 100 letters; but Adam with a
  /// cosine, where he has RMSProp; an embedding, where letters are coded one in many; and each text
  /// begins with an empty memory, where he goes on with the last one's.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.layers = 2;
        settings.units = 256;
        settings.window = 64;
        settings.epochs = 8;
        settings.batch = 64;
        settings.lr = 4e-3;
        settings.dropout = 0.2;
      }
      case SMOKE -> {
        settings.data = Made.SENTENCES;
        settings.layers = 1;
        settings.units = 48;
        settings.embedding = 16;
        settings.window = 32;
        settings.epochs = 4;
        settings.batch = 16;
        settings.lr = 1e-2;
        settings.dropout = 0;
      }
    }
    return settings;
  }

  /// Tiny Shakespeare has 65 characters.
  @Override
  public Facts facts(Settings settings) {
    return Facts.of(CHARACTERS, IntStream.range(0, 65).boxed().toList());
  }

  @Override
  public Facts facts(Settings settings, StateDict weights) {
    return Facts.of(
        CHARACTERS, Arrays.stream(weights.get("vocabulary").toLongArray()).boxed().toList());
  }

  @Override
  public CharRnn model(Settings settings, Facts facts, String part) {
    return new CharRnn(
        facts.numbers(CHARACTERS),
        settings.cell,
        settings.embedding,
        settings.units,
        settings.layers,
        settings.dropout);
  }

  @Override
  public Optional<String> width() {
    return Optional.of("units");
  }

  @Override
  public List<Map<String, String>> ablations() {
    return List.of(Map.of("dropout", "0"), Map.of("layers", "1"), Map.of("cell", "rnn"));
  }

  @Override
  public void example(Settings settings, Net net) {
    ((CharRnn) net).forward(Tensor.of(new long[settings.window], 1, settings.window));
  }

  @Override
  public void run(Run run, Settings settings) {
    var text = settings.text(run.sources());
    int split = text.length() * 9 / 10;
    run.data(new Origin(text.origin().name(), text.origin().source(), split));
    var training = text.ids(0, split);
    var validation = text.ids(split, text.length());
    var facts = Facts.of(CHARACTERS, Arrays.stream(text.vocabulary()).boxed().toList());
    run.facts(facts);
    var net = model(settings, facts, Run.WHOLE);
    train(run, settings, net, training, validation);
    run.save(net);
    run.metric("validation.bitsPerCharacter", run.last("validation.loss") / Math.log(2));
    TextLoss.floor(run, settings.cell.name(), text.vocabulary().length, training, validation);
    for (var temperature : List.of(0.5, 0.8, 1.0)) {
      var name = "written" + Math.round(10 * temperature);
      Exhibits.text(run, name, net.write("\n", WRITTEN, temperature).strip());
    }
  }

  private static void train(
      Run run, Settings settings, CharRnn net, int[] training, int[] validation) {
    try (var loader =
        new Loader(
            new Windows(training, settings.window),
            o -> o.batch(settings.batch).shuffle(run.seed()).dropLast())) {
      new Fit<Batch>(run, loader, settings.epochs)
          .train(
              net,
              new Adam(net.parameters(), settings.lr),
              batch -> TextLoss.of(net.forward(batch.x()), batch.y()))
          .schedule(Schedule.cosine((long) settings.epochs * loader.size(), 0.01).afterWarmUp(100))
          .clip(1)
          .measure("validation.loss", () -> TextLoss.of(net, validation))
          .run();
    }
  }

  @Override
  public Set<InputPart> takes() {
    return EnumSet.allOf(InputPart.class);
  }

  /// Goes on with a text, or begins one.
  @Override
  public Prediction predict(Trained<Settings> trained, Input input) {
    var how = input.sampling();
    try (var _ = Scope.open()) {
      var text = input.words().orElse("\n");
      var net = (CharRnn) trained.net();
      var written = net.write(text, how.count().orElse(WRITTEN), how.temperature().orElse(0.8));
      return new Prediction(written, net.unknown(text));
    }
  }
}
