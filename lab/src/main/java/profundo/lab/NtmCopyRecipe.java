package profundo.lab;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import profundo.data.CopyTask;
import profundo.data.Origin;
import profundo.models.NeuralTuringMachine;
import profundo.models.SequenceLstm;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.optim.RmsProp;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Fit;
import profundo.train.Run;

/// A neural Turing machine learns to copy short sequences and copies longer ones; an LSTM beside it
/// learns the short ones only.
final class NtmCopyRecipe implements Recipe<NtmCopyRecipe.Settings> {
  private static final long TEST_SEED = 20_141_020;
  private static final int TEST_SEQUENCES = 200;

  /// @param longest length of the sequences in training, 1 or more
  /// @param tested length of the sequences in the test, 1 or more
  /// @param rows of memory, as many as the tested length or more
  /// @param width of a row of memory, 1 or more
  /// @param units of the controller and of the LSTM's layer, 1 or more
  /// @param batches steps of training, 1 or more
  /// @param batch sequences in a step, 1 or more
  /// @param optimizer `adam` or `rmsprop` (the paper's, with momentum 0.9)
  /// @param lr the learning rate, above 0
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
      Range.atLeast("longest", longest, 1);
      Range.atLeast("tested", tested, 1);
      Range.atLeast("rows", rows, tested);
      Range.atLeast("width", width, 1);
      Range.atLeast("units", units, 1);
      Range.atLeast("batches", batches, 1);
      Range.atLeast("batch", batch, 1);
      Range.oneOf("optimizer", optimizer, "adam", "rmsprop");
      Range.above("lr", lr, 0);
    }

    Optimizer of(Net net) {
      return optimizer.equals("adam")
          ? new Adam(net.parameters(), lr)
          : new RmsProp(
              net.parameters(), lr, o -> o.alpha(0.95).momentum(0.9).eps(1e-4).centered());
    }
  }

  @Override
  public String id() {
    return "ntm-copy";
  }

  @Override
  public String topic() {
    return "attention and external memory";
  }

  @Override
  public String title() {
    return "A net with a memory copies longer sequences than it was taught on";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "Graves, Wayne & Danihelka",
        2014,
        "Neural Turing machines",
        "https://arxiv.org/abs/1410.5401");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "test.bitsPerSequence",
            0.1,
            "section 4.1 and figures 3 and 4: longer sequences are copied nearly without a fault",
            Claim.Direction.AT_MOST,
            Map.of(Scale.LAPTOP, 0.1, Scale.PAPER, 0.1)),
        new Claim(
            "test.lstm.bitsPerSequence",
            10,
            "figure 5: the LSTM fails beyond the lengths it was taught",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 10.0, Scale.PAPER, 10.0)));
  }

  @Override
  public List<String> data() {
    return List.of("copy task");
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 8;
      case LAPTOP -> 500;
      case PAPER -> 7200;
    };
  }

  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(3, 6, 8, 8, 32, 30, 8, "adam", 1e-3);
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
    run.data(
        new Origin("copy task", Origin.Source.SYNTHETIC, (long) config.batches() * config.batch()));
    var lstm = new SequenceLstm(CopyTask.BITS + 1, CopyTask.BITS, 2L * config.units(), 1);
    train(run, config, "lstm", lstm, lstm::forward);
    var machine = machine(config);
    train(run, config, "", machine, x -> machine.forward(x).scores());
    run.save("lstm", lstm);
    run.save(machine);
    show(run, config, machine, lstm);
  }

  private static NeuralTuringMachine machine(Settings config) {
    return new NeuralTuringMachine(
        CopyTask.BITS + 1, CopyTask.BITS, config.units(), config.rows(), config.width());
  }

  private static void train(
      Run run, Settings config, String name, Net net, UnaryOperator<Tensor> forward) {
    net.to(run.device());
    int epochs = Math.min(40, config.batches());
    var task =
        new CopyTask(config.batches() / epochs, config.batch(), 1, config.longest(), run.seed());
    var prefix = name.isEmpty() ? "test." : "test." + name + ".";
    var fit =
        new Fit<CopyTask.Sequences>(run, task, epochs)
            .train(net, config.of(net), batch -> loss(run, forward, batch, Reduction.MEAN))
            .clip(10)
            .measure(
                prefix + "shortBitsPerSequence",
                () -> bits(run, forward, test(config.longest(), config)))
            .measure(
                prefix + "bitsPerSequence",
                () -> bits(run, forward, test(config.tested(), config)));
    if (!name.isEmpty()) {
      fit.named(name);
    }
    fit.run();
  }

  private static Tensor loss(
      Run run, UnaryOperator<Tensor> forward, CopyTask.Sequences batch, Reduction reduction) {
    return said(run, forward, batch)
        .binaryCrossEntropyWithLogits(batch.target().to(run.device()), reduction);
  }

  /// What is said when the copy is wanted, `[L, N, 8]`.
  private static Tensor said(Run run, UnaryOperator<Tensor> forward, CopyTask.Sequences batch) {
    return forward
        .apply(batch.input().to(run.device()))
        .narrow(0, batch.length() + 1, batch.length());
  }

  private static double bits(Run run, UnaryOperator<Tensor> forward, CopyTask.Sequences sequences) {
    return loss(run, forward, sequences, Reduction.SUM).item()
        / Math.log(2)
        / sequences.target().size(1);
  }

  private static CopyTask.Sequences test(int length, Settings config) {
    int count = Math.min(TEST_SEQUENCES, 10 * config.batch());
    return new CopyTask(1, count, length, length, TEST_SEED).epoch(0, 0).iterator().next();
  }

  private static void show(
      Run run, Settings config, NeuralTuringMachine machine, SequenceLstm lstm) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var one = test(config.tested(), config);
      var input = one.input().narrow(1, 0, 1);
      var shown = new CopyTask.Sequences(input, one.target().narrow(1, 0, 1));
      var result = machine.forward(input.to(run.device()));
      Exhibits.picture(run, "writeWeights", upright(result.written()));
      Exhibits.picture(run, "readWeights", upright(result.read()));
      var copies =
          new Gallery()
              .add(upright(shown.target()), "target")
              .add(upright(said(run, x -> machine.forward(x).scores(), shown).sigmoid()), "NTM")
              .add(upright(said(run, lstm::forward, shown).sigmoid()), "LSTM");
      Exhibits.gallery(run, "copies", copies);
    }
  }

  /// Time from left to right: `[L, 1, rows]` to `[rows, L]`.
  private static Tensor upright(Tensor times) {
    return times.select(1, 0).t().contiguous();
  }
}
