package profundo.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import profundo.data.Batch;
import profundo.data.Corpus;
import profundo.data.Loader;
import profundo.data.NGrams;
import profundo.data.Origin;
import profundo.data.Utf8;
import profundo.data.Windows;
import profundo.models.CharLstm;
import profundo.nn.StateDict;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Fit;
import profundo.train.Mean;
import profundo.train.Run;

/// An LSTM learns a text letter by letter; the last tenth is held out. n-gram models of the same
/// split stand beside it.
final class CharLstmRecipe implements Recipe<CharLstmRecipe.Settings> {
  private static final String MADE = "made sentences";
  private static final int ORDERS = 6;
  private static final int STREAMS = 20;
  private static final int CHUNK = 250;
  private static final int WRITTEN = 600;

  /// @param data `tinyshakespeare`, or a text file
  /// @param layers of the LSTM, 1 or more
  /// @param units in each layer, 1 or more
  /// @param embedding numbers for each character, 1 or more
  /// @param window characters in a training example, 1 or more
  /// @param epochs passes over the text, 1 or more
  /// @param batch examples in a step, 1 or more
  /// @param lr the learning rate at its highest, above 0
  /// @param dropout the probability that a unit is dropped, 0 to below 1
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
      Range.atLeast("layers", layers, 1);
      Range.atLeast("units", units, 1);
      Range.atLeast("embedding", embedding, 1);
      Range.atLeast("window", window, 1);
      Range.atLeast("epochs", epochs, 1);
      Range.atLeast("batch", batch, 1);
      Range.above("lr", lr, 0);
      Range.atLeast("dropout", dropout, 0);
      Range.above("1 - dropout", 1 - dropout, 0);
    }
  }

  @Override
  public String id() {
    return "char-lstm";
  }

  @Override
  public String topic() {
    return "recurrent networks";
  }

  @Override
  public String title() {
    return "An LSTM writes after Shakespeare, letter by letter";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "Hochreiter & Schmidhuber 1997; Karpathy",
        2015,
        "Long short-term memory; The unreasonable effectiveness of recurrent neural networks",
        "https://karpathy.github.io/2015/05/21/rnn-effectiveness/");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "validation.loss",
            1.4697,
            "nanoGPT's README: a Transformer of 10 million parameters on a GPU, same data",
            Claim.Direction.AT_MOST,
            Map.of(Scale.LAPTOP, 1.70, Scale.PAPER, 1.55)),
        new Claim(
            "validation.gainOverNgrams",
            0,
            "the floor: better than the best n-gram model of the same split",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 0.0, Scale.PAPER, 0.0)));
  }

  @Override
  public List<String> data() {
    return List.of("tinyshakespeare");
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 6;
      case LAPTOP -> 560;
      case PAPER -> 900;
    };
  }

  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(MADE, 1, 32, 16, 32, 2, 16, 5e-3, 0);
      case LAPTOP -> new Settings("tinyshakespeare", 2, 256, 64, 64, 12, 64, 4e-3, 0.2);
      case PAPER -> new Settings("tinyshakespeare", 3, 512, 64, 128, 50, 64, 2e-3, 0.5);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of(
        "CharLstm", new CharLstm(IntStream.range(0, 65).toArray(), 64, 256, 2, 0).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var corpus = corpus(run, config.data());
    run.data(corpus.origin());
    int split = corpus.length() * 9 / 10;
    var training = corpus.ids(0, split);
    var validation = corpus.ids(split, corpus.length());
    var net =
        new CharLstm(
            corpus.vocabulary(),
            config.embedding(),
            config.units(),
            config.layers(),
            config.dropout());
    net.to(run.device());
    try (var loader =
        new Loader(
            new Windows(training, config.window()),
            o -> o.batch(config.batch()).shuffle(run.seed()).dropLast())) {
      new Fit<Batch>(run, loader, config.epochs())
          .train(
              net,
              new Adam(net.parameters(), config.lr()),
              batch -> loss(net.forward(batch.x().to(run.device())), batch.y().to(run.device())))
          .schedule(Schedule.cosine((long) config.epochs() * loader.size(), 0.01).afterWarmUp(100))
          .clip(1)
          .measure("validation.loss", () -> loss(net, validation))
          .run();
    }
    run.save(net);
    run.metric("validation.bitsPerCharacter", run.last("validation.loss") / Math.log(2));
    floor(run, corpus.vocabulary().length, training, validation);
    show(run, net);
  }

  private static Schedule schedule(long steps) {
    return Schedule.cosine(steps, 0.01).afterWarmUp(Math.max(1, steps / 50));
  }

  /// nats a character.
  private static Tensor loss(Tensor scores, Tensor next) {
    return scores.flatten(0, 1).crossEntropy(next.flatten(0, 1));
  }

  /// The loss over a text cut into a few streams, each read to its end with what is remembered.
  private static double loss(CharLstm net, int[] text) {
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
          mean.add(loss(result.scores(), y).item(), count);
          state =
              new CharLstm.State(
                  step.keep(result.state().hidden()), step.keep(result.state().cell()));
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

  private static void floor(Run run, int symbols, int[] training, int[] validation) {
    var ngrams = new NGrams(ORDERS, symbols, training);
    var rows = new ArrayList<List<String>>();
    double best = Double.POSITIVE_INFINITY;
    for (int n = 1; n <= ORDERS; n++) {
      double loss = ngrams.loss(validation, n);
      best = Math.min(best, loss);
      rows.add(List.of("n = " + n, "%.4f".formatted(loss)));
    }
    rows.add(List.of("LSTM", "%.4f".formatted(run.last("validation.loss"))));
    Exhibits.table(run, "floor", List.of("", "validation.loss"), rows);
    run.metric("validation.ngramLoss", best);
    run.metric("validation.gainOverNgrams", best - run.last("validation.loss"));
  }

  private static void show(Run run, CharLstm net) {
    for (var temperature : List.of(0.5, 0.8, 1.0)) {
      var name = "written" + Math.round(10 * temperature);
      Exhibits.text(run, name, net.write("\n", WRITTEN, temperature).strip());
    }
  }

  private static Corpus corpus(Run run, String data) {
    if (data.equals(MADE)) {
      return made();
    }
    return data.equals("tinyshakespeare")
        ? Corpus.tinyShakespeare(run.sources())
        : Corpus.read(Path.of(data));
  }

  /// Sentences by rule, for tests of the code and not of the model.
  private static Corpus made() {
    var who = List.of("the cat", "a dog", "the old queen", "my son");
    var does = List.of("sees", "follows", "does not hear");
    var text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      int n = i * 7 + i / 5;
      text.append(who.get(n % 4)).append(' ').append(does.get(n % 3)).append(' ');
      text.append(who.get((n / 3) % 4)).append(".\n");
    }
    return Corpus.of(text.toString(), new Origin(MADE, Origin.Source.SYNTHETIC, text.length()));
  }

  @Override
  public String predict(Path weights, Path input) {
    try (var _ = Scope.open()) {
      var state = StateDict.read(weights);
      var known = state.get("vocabulary").toLongArray();
      var input0 = state.get("lstm.weight_ih_l0");
      int layers = (int) state.names().stream().filter(n -> n.startsWith("lstm.weight_ih")).count();
      var net =
          new CharLstm(
              java.util.Arrays.stream(known).mapToInt(id -> (int) id).toArray(),
              input0.size(1),
              input0.size(0) / 4,
              layers,
              0);
      net.load(state);
      return net.write(Utf8.read(input), WRITTEN, 0.8);
    }
  }
}
