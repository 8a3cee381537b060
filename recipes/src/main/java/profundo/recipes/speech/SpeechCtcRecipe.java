package profundo.recipes.speech;

import java.nio.file.Path;
import java.util.List;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.sound.DigitStrings;
import profundo.data.sound.FrameInput;
import profundo.data.sound.LogMel;
import profundo.data.sound.SpokenDigits;
import profundo.data.sound.Wav;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Paper;
import profundo.lab.Prediction;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.Trained;
import profundo.lab.task.Made;
import profundo.models.BidirectionalCtc;
import profundo.models.CtcNet;
import profundo.models.LinearCtc;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.optim.Sgd;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Fit;
import profundo.train.GradientTraining;
import profundo.train.Run;

/// A bidirectional LSTM learns to write down strings of spoken digits without being told where one
/// ends, from several people, and is tested on one whom it never heard; a linear layer on each
/// frame stands beside it.
public final class SpeechCtcRecipe implements Recipe<SpeechCtcRecipe.Settings> {
  private static final String FSDD = "fsdd";
  private static final String LINEAR = "linear";
  private static final String RATE = "rate";
  private static final int USUAL_RATE = 8000;
  private static final int DIGITS = 10;
  private static final int MILLISECONDS = 1000;
  private static final double PAUSE = 0.2;
  private static final long EXAMPLE_SECONDS = 1;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    enum Method {
      SGD,
      ADAM
    }

    /// `fsdd`, an archive with files named as `7_ana_0.wav`, or `made sounds`.
    String data = FSDD;

    /// Who is tested on and never learnt from.
    String speaker = "george";

    /// Bands of the mel scale.
    int bands = 26;

    /// Of a frame, in milliseconds.
    int window = 10;

    /// From one frame to the next, in milliseconds.
    int hop = 5;

    /// Frames that the net hears as one.
    int joined = 1;

    /// Of the LSTM.
    int layers = 1;

    /// In each layer and direction.
    int units = 100;

    /// The probability that a unit is dropped.
    double dropout = 0;

    /// The standard deviation of what is added to each number of a frame in training.
    double inputNoise = 0.6;

    /// By which share strings are faster or slower in training, at most.
    double speed = 0;

    /// The standard deviation of the loudest noise behind strings in training.
    double noise = 0;

    /// The most digits in a string.
    int digits = 5;

    /// Strings in an epoch.
    int strings = 4000;

    /// Epochs of so many strings.
    int epochs = 100;

    /// Strings in a step.
    int batch = 1;

    /// How the nets are trained.
    Method optimizer = Method.SGD;

    /// The learning rate at its highest.
    double lr = 1e-4;

    /// Strings of each test.
    int tested = 500;

    /// Beginnings that the search keeps.
    int beam = 20;

    @Override
    protected void check() {
      Range.atLeast(1).below(1025).check("bands", bands);
      Range.atLeast(1)
          .check("window", window)
          .check("hop", hop)
          .check("joined", joined)
          .check("layers", layers)
          .check("units", units)
          .check("digits", digits)
          .check("strings", strings)
          .check("epochs", epochs)
          .check("batch", batch)
          .check("tested", tested)
          .check("beam", beam);
      Range.atLeast(0).check("inputNoise", inputNoise);
      Range.atLeast(0).below(0.5).check("speed", speed);
      Range.atLeast(0).below(1).check("noise", noise).check("dropout", dropout);
      Range.above(0).check("lr", lr);
    }

    SpokenDigits recordings(Sources sources) {
      return switch (data) {
        case FSDD -> SpokenDigits.fsdd(sources);
        case Made.SOUNDS -> Made.sounds();
        default -> SpokenDigits.read(Path.of(data));
      };
    }

    FrameInput input(int rate) {
      var mel = new LogMel(rate, samples(window, rate), samples(hop, rate), bands);
      return new FrameInput(mel, joined);
    }

    private static int samples(int milliseconds, int rate) {
      return Math.max(1, milliseconds * rate / MILLISECONDS);
    }

    Optimizer of(Net net) {
      return optimizer == Method.ADAM
          ? new Adam(net.parameters(), lr)
          : new Sgd(net.parameters(), lr, o -> o.momentum(0.9));
    }

    /// The paper's rate stays.
    GradientTraining<Batch> scheduled(GradientTraining<Batch> training, long steps) {
      return optimizer == Method.ADAM
          ? training.schedule(Schedule.oneCycle(steps, 0.25))
          : training;
    }
  }

  /// What is learnt from, what choices are made by, and the speaker who is held out.
  private record Strings(DigitStrings train, DigitStrings validation, DigitStrings test) {}

  @Override
  public About about() {
    return new About(
        "speech-ctc",
        "speech",
        "A recurrent net writes down digits that a stranger says",
        new Paper(
            "Graves, Fernández, Gomez & Schmidhuber",
            2006,
            "Connectionist temporal classification: labelling unsegmented sequence data with"
                + " recurrent neural networks",
            "https://doi.org/10.1145/1143844.1143891"),
        List.of(FSDD),
        new Seconds(10, 400, 14_000),
        List.of(
            Claim.oursAtMost(
                    "test.labelError",
                    "strings of digits by a speaker who was never heard, by prefix search")
                .at(Scale.LAPTOP, 0.10)
                .at(Scale.PAPER, 0.10),
            Claim.atMost(
                    "test.bestPathLabelError",
                    0.3147,
                    "table 1: best path decoding, the phonemes of TIMIT; other data")
                .fromMemory()
                .at(Scale.LAPTOP, 0.12)
                .at(Scale.PAPER, 0.12),
            Claim.oursAtLeast(
                    "test.gain", "the floor: a linear layer on each frame under the same loss")
                .at(Scale.LAPTOP, 0.2)
                .at(Scale.PAPER, 0.2)));
  }

  /// One layer of 100, windows of 10 ms each 5 ms, noise of 0.6 on the inputs, one string a step by
  /// SGD with momentum, as in the paper's section 5.2.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.bands = 20;
        settings.window = 16;
        settings.hop = 10;
        settings.joined = 4;
        settings.dropout = 0.2;
        settings.inputNoise = 0.2;
        settings.speed = 0.3;
        settings.noise = 0.02;
        settings.digits = 4;
        settings.strings = 1600;
        settings.epochs = 10;
        settings.batch = 32;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 5e-3;
      }
      case SMOKE -> {
        settings.data = Made.SOUNDS;
        settings.speaker = "C";
        settings.bands = 20;
        settings.window = 25;
        settings.hop = 10;
        settings.joined = 3;
        settings.units = 24;
        settings.inputNoise = 0;
        settings.digits = 2;
        settings.strings = 320;
        settings.epochs = 7;
        settings.batch = 8;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 1e-2;
        settings.tested = 30;
        settings.beam = 4;
      }
    }
    return settings;
  }

  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, LINEAR);
  }

  @Override
  public Facts facts(Settings settings) {
    return Facts.of(RATE, USUAL_RATE);
  }

  @Override
  public Net model(Settings settings, Facts facts, String part) {
    long in = (long) settings.bands * settings.joined;
    return part.equals(LINEAR)
        ? new LinearCtc(in, DIGITS)
        : new BidirectionalCtc(in, DIGITS, settings.units, settings.layers, settings.dropout);
  }

  @Override
  public void example(Settings settings, Net net) {
    long frames = EXAMPLE_SECONDS * MILLISECONDS / ((long) settings.hop * settings.joined);
    var second = Tensor.zeros(1, frames, (long) settings.bands * settings.joined);
    ((CtcNet) net).forward(second, new long[] {frames});
  }

  @Override
  public void run(Run run, Settings settings) {
    var recordings = settings.recordings(run.sources());
    var strings = strings(recordings, settings);
    var origin = recordings.origin();
    run.data(new Origin(origin.name(), origin.source(), settings.strings));
    run.facts(Facts.of(RATE, strings.train().rate()));
    var linear = trained(run.part(LINEAR), settings, strings);
    var listener = trained(run, settings, strings);
    run.metric("test.gain", run.part(LINEAR).last("test.labelError") - run.last("test.labelError"));
    HeardStrings.show(run, strings.test(), listener, linear, settings.beam);
  }

  /// Of the speakers who are learnt from some takes are held back for curves and choices.
  private static Strings strings(SpokenDigits recordings, Settings settings) {
    var split = recordings.without(settings.speaker);
    var own = split.heldBack();
    return new Strings(
        new DigitStrings(
            own.train(),
            settings.strings,
            o ->
                o.digits(1, settings.digits)
                    .pause(PAUSE)
                    .speed(settings.speed)
                    .noise(settings.noise)),
        tested(own.test(), settings),
        tested(split.test(), settings));
  }

  private static DigitStrings tested(List<SpokenDigits.Clip> clips, Settings settings) {
    return new DigitStrings(clips, settings.tested, o -> o.digits(1, settings.digits).pause(PAUSE));
  }

  private Listener trained(Run run, Settings settings, Strings strings) {
    int rate = strings.train().rate();
    var net = model(settings, Facts.of(RATE, rate), run.part());
    var listener = new Listener(net, settings.input(rate), run.device());
    try (var loader =
        new Loader(
            strings.train(), o -> o.batch(settings.batch).shuffle(run.seed()).byLength(20))) {
      var training =
          new Fit<Batch>(run, loader, settings.epochs)
              .train(net, settings.of(net), batch -> listener.loss(batch, settings.inputNoise));
      settings
          .scheduled(training, (long) settings.epochs * loader.size())
          .clip(5)
          .measure("validation.loss", () -> listener.loss(strings.validation()))
          .measure(
              "validation.bestPathLabelError", () -> listener.bestPathError(strings.validation()))
          .run();
    }
    run.save(net);
    run.metric("test.bestPathLabelError", listener.bestPathError(strings.test()));
    run.metric("test.labelError", listener.searchError(strings.test(), settings.beam));
    return listener;
  }

  /// The digits in a sound, which is heard at the rate of the recordings that were learnt from.
  @Override
  public Prediction predict(Trained<Settings> trained, Path input) {
    try (var _ = Scope.open()) {
      int rate = trained.facts().number(RATE);
      var settings = trained.settings();
      var listener = new Listener(trained.net(), settings.input(rate), trained.device());
      var sound = Wav.read(input).mono(rate);
      var digits = listener.heard(sound, settings.beam);
      return Prediction.of(Listener.written(digits)).with("digits", digits);
    }
  }
}
