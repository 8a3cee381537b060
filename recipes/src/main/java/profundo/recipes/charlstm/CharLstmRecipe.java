package profundo.recipes.charlstm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import profundo.data.Batch;
import profundo.data.Corpus;
import profundo.data.Loader;
import profundo.data.Origin;
import profundo.data.Sources;
import profundo.data.Utf8;
import profundo.data.Windows;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Paper;
import profundo.lab.Prediction;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.Made;
import profundo.models.CharLstm;
import profundo.nn.StateDict;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Scope;
import profundo.train.Fit;
import profundo.train.Run;

/// An LSTM learns a text letter by letter; the last tenth is held out. n-gram models of the same
/// split stand beside it.
public final class CharLstmRecipe implements Recipe<CharLstmRecipe.Settings> {
  private static final String SHAKESPEARE = "tinyshakespeare";
  private static final int WRITTEN = 600;

  /// @param data `tinyshakespeare`, or a text file
  /// @param layers of the LSTM
  /// @param units in each layer
  /// @param embedding numbers for each character
  /// @param window characters in a training example
  /// @param epochs passes over the text
  /// @param batch examples in a step
  /// @param lr the learning rate at its highest
  /// @param dropout the probability that a unit is dropped
  record Settings(
      String data,
      int layers,
      int units,
      int embedding,
      int window,
      int epochs,
      int batch,
      double lr,
      double dropout) {
    Settings {
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

    CharLstm model(int[] vocabulary) {
      return new CharLstm(vocabulary, embedding, units, layers, dropout);
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
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(Made.SENTENCES, 1, 48, 16, 32, 4, 16, 1e-2, 0);
      case LAPTOP -> new Settings(SHAKESPEARE, 2, 256, 64, 64, 8, 64, 4e-3, 0.2);
      case PAPER -> new Settings(SHAKESPEARE, 3, 512, 64, 100, 50, 100, 2e-3, 0.5);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    var model = config(Scale.LAPTOP).model(IntStream.range(0, 65).toArray());
    return Map.of("CharLstm", model.parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var text = config.text(run.sources());
    int split = text.length() * 9 / 10;
    run.data(new Origin(text.origin().name(), text.origin().source(), split));
    var training = text.ids(0, split);
    var validation = text.ids(split, text.length());
    var net = config.model(text.vocabulary());
    train(run, config, net, training, validation);
    run.save(net);
    run.metric("validation.bitsPerCharacter", run.last("validation.loss") / Math.log(2));
    TextLoss.floor(run, text.vocabulary().length, training, validation);
    for (var temperature : List.of(0.5, 0.8, 1.0)) {
      var name = "written" + Math.round(10 * temperature);
      Exhibits.text(run, name, net.write("\n", WRITTEN, temperature).strip());
    }
  }

  private static void train(
      Run run, Settings config, CharLstm net, int[] training, int[] validation) {
    net.to(run.device());
    try (var loader =
        new Loader(
            new Windows(training, config.window()),
            o -> o.batch(config.batch()).shuffle(run.seed()).dropLast())) {
      new Fit<Batch>(run, loader, config.epochs())
          .train(
              net,
              new Adam(net.parameters(), config.lr()),
              batch ->
                  TextLoss.of(net.forward(batch.x().to(run.device())), batch.y().to(run.device())))
          .schedule(Schedule.cosine((long) config.epochs() * loader.size(), 0.01).afterWarmUp(100))
          .clip(1)
          .measure("validation.loss", () -> TextLoss.of(net, validation))
          .run();
    }
  }

  /// Goes on with the text in a file.
  @Override
  public Prediction predict(Path weights, Path input) {
    try (var _ = Scope.open()) {
      var text = Utf8.read(input);
      var net = CharLstm.of(StateDict.read(weights));
      return new Prediction(net.write(text, WRITTEN, 0.8), net.unknown(text));
    }
  }
}
