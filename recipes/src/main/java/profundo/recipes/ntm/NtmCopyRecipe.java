package profundo.recipes.ntm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import profundo.base.Text;
import profundo.data.CopyTask;
import profundo.data.source.Origin;
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
import profundo.lab.exhibit.Exhibits;
import profundo.lab.exhibit.Gallery;
import profundo.models.NeuralTuringMachine;
import profundo.models.SequenceLstm;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.optim.RmsProp;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Fit;
import profundo.train.Run;

/// A neural Turing machine learns to copy short sequences and copies longer ones; an LSTM beside it
/// learns the short ones only.
public final class NtmCopyRecipe implements Recipe<NtmCopyRecipe.Settings> {
  private static final Text TEXT = Text.of(NtmCopyRecipe.class);
  private static final String LSTM = "lstm";
  private static final String DATA = "copy task";
  private static final int EPOCHS = 40;
  private static final long VALIDATION_SEED = 20_141_021;
  private static final long TEST_SEED = 20_141_020;
  private static final int SEQUENCES = 200;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    enum Method {
      ADAM,
      RMSPROP
    }

    /// Length of the sequences in training.
    int longest = 20;

    /// Length of the sequences in the test.
    int tested = 120;

    /// Of memory, as many as the tested length or more.
    int rows = 128;

    /// Of a row of memory.
    int width = 20;

    /// Of the controller and of the LSTM's layer.
    int units = 100;

    /// Steps of training.
    int batches = 1_000_000;

    /// Sequences in a step.
    int batch = 1;

    /// How the nets are trained.
    Method optimizer = Method.RMSPROP;

    /// The learning rate.
    double lr = 1e-4;

    @Override
    protected void check() {
      Range.atLeast(1)
          .check("longest", longest)
          .check("tested", tested)
          .check("width", width)
          .check("units", units)
          .check("batches", batches)
          .check("batch", batch);
      if (rows < tested) {
        throw new UsageException(TEXT, "rowsTested", "" + rows, "" + tested);
      }
      Range.above(0).check("lr", lr);
    }

    Optimizer of(Net net) {
      return optimizer == Method.ADAM
          ? new Adam(net.parameters(), lr)
          : new RmsProp(
              net.parameters(), lr, o -> o.alpha(0.95).momentum(0.9).eps(1e-4).centered());
    }
  }

  @Override
  public About about() {
    return new About(
        "ntm-copy",
        "attention and external memory",
        "A net with a memory copies longer sequences than it was taught on",
        new Paper(
            "Graves, Wayne & Danihelka",
            2014,
            "Neural Turing machines",
            "https://arxiv.org/abs/1410.5401"),
        List.of(DATA),
        new Seconds(8, 190, 7200),
        List.of(
            Claim.oursAtMost(
                    "test.bitsPerSequence",
                    "the paper draws it in figures 3 and 4, without a number: longer sequences are"
                        + " copied nearly without a fault")
                .at(Scale.LAPTOP, 0.1)
                .at(Scale.PAPER, 0.1),
            Claim.oursAtLeast(
                    "test.lstm.bitsPerSequence",
                    "the paper draws it in figure 5, without a number: the LSTM fails beyond the"
                        + " lengths it was taught")
                .at(Scale.LAPTOP, 10)
                .at(Scale.PAPER, 10)));
  }

  /// The paper's memory of 128 × 20, controller of 100 and lengths up to 20, its RMSProp with
  /// momentum 0.9 and rate 10⁻⁴ (section 4.6); but the gradients' norm is held to 10, where the
  /// paper holds each element, and the LSTM beside it has one layer of 200, where the paper's has
  /// three of 256.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.longest = 10;
        settings.tested = 20;
        settings.rows = 32;
        settings.width = 16;
        settings.batches = 12_000;
        settings.batch = 16;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 1e-3;
      }
      case SMOKE -> {
        settings.longest = 2;
        settings.tested = 4;
        settings.rows = 8;
        settings.width = 8;
        settings.units = 32;
        settings.batches = 300;
        settings.batch = 16;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 1e-2;
      }
    }
    return settings;
  }

  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, LSTM);
  }

  @Override
  public Net model(Settings settings, Facts facts, String part) {
    return part.equals(LSTM) ? lstm(settings) : machine(settings);
  }

  private static SequenceLstm lstm(Settings settings) {
    return new SequenceLstm(CopyTask.BITS + 1, CopyTask.BITS, 2L * settings.units, 1);
  }

  private static NeuralTuringMachine machine(Settings settings) {
    return new NeuralTuringMachine(
        CopyTask.BITS + 1, CopyTask.BITS, settings.units, settings.rows, settings.width);
  }

  @Override
  public void example(Settings settings, Net net) {
    var x = sequences(settings.longest, 1, TEST_SEED).input();
    switch (net) {
      case NeuralTuringMachine machine -> machine.forward(x);
      case SequenceLstm lstm -> lstm.forward(x);
      default -> throw new IllegalStateException();
    }
  }

  @Override
  public void run(Run run, Settings settings) {
    run.data(new Origin(DATA, Origin.Source.SYNTHETIC, (long) settings.batches * settings.batch));
    var lstm = lstm(settings);
    var byLstm = new Copying(run, lstm::forward);
    train(run.part(LSTM), settings, lstm, byLstm);
    var machine = machine(settings);
    var byMachine = new Copying(run, x -> machine.forward(x).scores());
    train(run, settings, machine, byMachine);
    show(run, sequences(settings.tested, 1, TEST_SEED), machine, byMachine, byLstm);
  }

  private static void train(Run run, Settings settings, Net net, Copying copying) {
    int epochs = Math.min(EPOCHS, settings.batches);
    var task =
        new CopyTask(settings.batches / epochs, settings.batch, 1, settings.longest, run.seed());
    new Fit<CopyTask.Sequences>(run, task, epochs)
        .train(net, settings.of(net), copying::loss)
        .clip(10)
        .measure(
            "validation.shortBitsPerSequence",
            () -> copying.bits(sequences(settings.longest, VALIDATION_SEED, settings)))
        .measure(
            "validation.bitsPerSequence",
            () -> copying.bits(sequences(settings.tested, VALIDATION_SEED, settings)))
        .run();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      run.metric(
          "test.shortBitsPerSequence",
          copying.bits(sequences(settings.longest, TEST_SEED, settings)));
      run.metric(
          "test.bitsPerSequence", copying.bits(sequences(settings.tested, TEST_SEED, settings)));
    }
    run.save(net);
  }

  private static CopyTask.Sequences sequences(int length, long seed, Settings settings) {
    return sequences(length, Math.min(SEQUENCES, 10 * settings.batch), seed);
  }

  private static CopyTask.Sequences sequences(int length, int count, long seed) {
    return new CopyTask(1, count, length, length, seed).epoch(0, 0).iterator().next();
  }

  /// Figures 4 and 6: a copy, and where the machine writes and reads.
  private static void show(
      Run run,
      CopyTask.Sequences one,
      NeuralTuringMachine machine,
      Copying byMachine,
      Copying byLstm) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var result = machine.forward(one.input().to(run.device()));
      Exhibits.picture(run, "writeWeights", upright(result.written()));
      Exhibits.picture(run, "readWeights", upright(result.read()));
      var copies =
          new Gallery()
              .add(upright(one.target()), "target")
              .add(upright(byMachine.said(one).sigmoid()), "NTM")
              .add(upright(byLstm.said(one).sigmoid()), "LSTM");
      Exhibits.gallery(run, "copies", copies);
    }
  }

  /// Time from left to right: `[L, 1, rows]` to `[rows, L]`.
  private static Tensor upright(Tensor times) {
    return times.select(1, 0).t().contiguous();
  }

  @Override
  public Set<InputPart> takes() {
    return Set.of(
        InputPart.FILE, InputPart.TEXT, InputPart.NOTHING, InputPart.COUNT, InputPart.SEED);
  }

  /// Copies a pattern, or a random one as long as those of the test, by both nets.
  @Override
  public Prediction predict(Trained<Settings> trained, Input input) {
    var sampling = input.sampling();
    int length = sampling.count().orElse(trained.settings().tested);
    var pattern =
        input
            .words()
            .map(Pattern::of)
            .orElseGet(() -> Pattern.random(length, sampling.seedOrOne()));
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var machine = (NeuralTuringMachine) trained.net();
      var lstm = (SequenceLstm) trained.net(LSTM);
      var byMachine = pattern.copiedBy(x -> machine.forward(x).scores(), trained.device());
      var byLstm = pattern.copiedBy(lstm::forward, trained.device());
      long wrong = pattern.differences(byMachine);
      long wrongOfLstm = pattern.differences(byLstm);
      return Prediction.of(
              String.join(
                  "\n",
                  TEXT.get("copied.pattern") + " " + pattern,
                  "NTM: " + byMachine + " " + TEXT.get("copied.wrong", wrong, pattern.bits()),
                  "LSTM: " + byLstm + " " + TEXT.get("copied.wrong", wrongOfLstm, pattern.bits())))
          .with("pattern", pattern.rows())
          .with("ntm", Map.of("copy", byMachine.rows(), "wrongBits", wrong))
          .with("lstm", Map.of("copy", byLstm.rows(), "wrongBits", wrongOfLstm));
    }
  }
}
