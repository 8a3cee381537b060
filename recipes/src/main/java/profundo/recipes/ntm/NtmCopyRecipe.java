package profundo.recipes.ntm;

import java.util.List;
import java.util.Map;
import profundo.data.CopyTask;
import profundo.data.Origin;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Key;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
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
import profundo.tensor.Text;
import profundo.train.Fit;
import profundo.train.Run;

/// A neural Turing machine learns to copy short sequences and copies longer ones; an LSTM beside it
/// learns the short ones only.
public final class NtmCopyRecipe implements Recipe<NtmCopyRecipe.Settings> {
  private static final Text TEXT = Text.of(NtmCopyRecipe.class);
  private static final String DATA = "copy task";
  private static final int EPOCHS = 40;
  private static final long VALIDATION_SEED = 20_141_021;
  private static final long TEST_SEED = 20_141_020;
  private static final int SEQUENCES = 200;

  /// @param longest length of the sequences in training
  /// @param tested length of the sequences in the test
  /// @param rows of memory, as many as the tested length or more
  /// @param width of a row of memory
  /// @param units of the controller and of the LSTM's layer
  /// @param batches steps of training
  /// @param batch sequences in a step
  /// @param optimizer `adam` or `rmsprop` (the paper's, with momentum 0.9)
  /// @param lr the learning rate
  record Settings(
      int longest,
      int tested,
      int rows,
      int width,
      int units,
      int batches,
      int batch,
      String optimizer,
      double lr) {
    Settings {
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
      Range.oneOf("optimizer", optimizer, List.of("adam", "rmsprop"));
      Range.above(0).check("lr", lr);
    }

    Optimizer of(Net net) {
      return optimizer.equals("adam")
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
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(2, 4, 8, 8, 32, 300, 16, "adam", 1e-2);
      case LAPTOP -> new Settings(10, 20, 32, 16, 100, 12_000, 16, "adam", 1e-3);
      case PAPER -> new Settings(20, 120, 128, 20, 100, 1_000_000, 1, "rmsprop", 1e-4);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("NeuralTuringMachine", machine(config(Scale.LAPTOP)).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    run.data(new Origin(DATA, Origin.Source.SYNTHETIC, (long) config.batches() * config.batch()));
    var lstm = new SequenceLstm(CopyTask.BITS + 1, CopyTask.BITS, 2L * config.units(), 1);
    var byLstm = new Copying(run, lstm::forward);
    train(run, config, "lstm", lstm, byLstm);
    run.save("lstm", lstm);
    var machine = machine(config);
    var byMachine = new Copying(run, x -> machine.forward(x).scores());
    train(run, config, "", machine, byMachine);
    run.save(machine);
    show(run, sequences(config.tested(), 1, TEST_SEED), machine, byMachine, byLstm);
  }

  private static NeuralTuringMachine machine(Settings config) {
    return new NeuralTuringMachine(
        CopyTask.BITS + 1, CopyTask.BITS, config.units(), config.rows(), config.width());
  }

  private static void train(Run run, Settings config, String name, Net net, Copying copying) {
    net.to(run.device());
    int epochs = Math.min(EPOCHS, config.batches());
    var task =
        new CopyTask(config.batches() / epochs, config.batch(), 1, config.longest(), run.seed());
    new Fit<CopyTask.Sequences>(run, task, epochs)
        .named(name)
        .train(net, config.of(net), copying::loss)
        .clip(10)
        .measure(
            Key.validation(name, "shortBitsPerSequence"),
            () -> copying.bits(sequences(config.longest(), VALIDATION_SEED, config)))
        .measure(
            Key.validation(name, "bitsPerSequence"),
            () -> copying.bits(sequences(config.tested(), VALIDATION_SEED, config)))
        .run();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      run.metric(
          Key.test(name, "shortBitsPerSequence"),
          copying.bits(sequences(config.longest(), TEST_SEED, config)));
      run.metric(
          Key.test(name, "bitsPerSequence"),
          copying.bits(sequences(config.tested(), TEST_SEED, config)));
    }
  }

  private static CopyTask.Sequences sequences(int length, long seed, Settings config) {
    return sequences(length, Math.min(SEQUENCES, 10 * config.batch()), seed);
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
}
