package profundo.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import profundo.data.Batches;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.nn.StateDict;
import profundo.optim.Clip;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.optim.Scheduler;
import profundo.tensor.Autocast;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.MemoryException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The training loop: epochs of steps, with measurements after each epoch, checkpoints, and exact
/// resumption.
///
/// ```java
/// new Fit<>(run, loader, 12)
///     .train(net, new Adam(net.parameters(), 1e-3), batch -> net.forward(batch.x()).crossEntropy(batch.y()))
///     .schedule(Schedule.cosine(12L * loader.size(), 0))
///     .measure("validation.accuracy", () -> accuracy(net, validation))
///     .run();
/// ```
///
/// Each step has a [Scope] of its own. A checkpoint is written after every epoch, every half
/// minute, and when a person stops the run; a training that finds one in the run's folder goes on
/// from it and ends with the same bits as one that was never stopped.
///
/// @param <B> what a batch is
public final class Fit<B> {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(30);

  private final Run run;
  private final Batches<B> batches;
  private final int epochs;
  private final Checkpoint checkpoint;
  private final List<Net> nets = new ArrayList<>();
  private final Map<String, DoubleSupplier> measures = new LinkedHashMap<>();
  private final List<IntConsumer> afterEpoch = new ArrayList<>();
  private final List<Runnable> afterStep = new ArrayList<>();
  private @Nullable Function<B, Tensor> step;
  private @Nullable Net net;
  private @Nullable Optimizer optimizer;
  private @Nullable Scheduler scheduler;
  private @Nullable EarlyStopping stopping;
  private Optional<DType> precision = Optional.empty();
  private OptionalDouble clip = OptionalDouble.empty();
  private String name = "";
  private String watched = "";
  private int accumulate = 1;
  private long mostSteps = Long.MAX_VALUE;
  private Duration between = BETWEEN_CHECKPOINTS;

  private int epoch;
  private int done;
  private long steps;
  private double sum;
  private boolean over;

  /// A training of so many passes over the batches.
  public Fit(Run run, Batches<B> batches, int epochs) {
    this.run = run;
    this.batches = batches;
    this.epochs = epochs;
    this.checkpoint = new Checkpoint(run.nextCheckpoint(), run.device());
  }

  /// Names this training, where a run has several: its curves and figures are then
  /// `train.NAME.loss` and so on. The empty name is none.
  public Fit<B> named(String name) {
    this.name = name.isEmpty() ? "" : name + ".";
    return this;
  }

  /// Trains a net the usual way: gradients of the loss, clipped if asked for, then the optimizer's
  /// step and the schedule's.
  ///
  /// @param loss of a batch; one number
  public Fit<B> train(Net net, Optimizer optimizer, Function<B, Tensor> loss) {
    this.net = net;
    this.optimizer = optimizer;
    hold("net", net);
    hold("optimizer", optimizer);
    step = loss;
    return this;
  }

  /// Trains by hand: the step does everything, `backward` and the optimizers' steps included, and
  /// returns the loss that is shown. Whatever it changes must be held.
  public Fit<B> step(Function<B, Tensor> whole) {
    step = whole;
    return this;
  }

  /// Puts a net into training mode for each epoch, and its state into checkpoints.
  public Fit<B> hold(String name, Net part) {
    nets.add(part);
    checkpoint.hold(name, part);
    return this;
  }

  /// Puts an optimizer's state into checkpoints.
  public Fit<B> hold(String name, Optimizer part) {
    checkpoint.hold(name, part);
    return this;
  }

  /// Puts anything's state into checkpoints.
  public Fit<B> hold(String name, Supplier<StateDict> save, Consumer<StateDict> load) {
    checkpoint.hold(name, save, load);
    return this;
  }

  /// Moves the learning rate of [#train]'s optimizer after each of its steps.
  public Fit<B> schedule(Schedule schedule) {
    if (optimizer == null) {
      throw new IllegalStateException("say train(…) before schedule(…)");
    }
    var made = new Scheduler(optimizer, schedule);
    checkpoint.hold("schedule", made);
    scheduler = made;
    return this;
  }

  /// Bounds the norm of all gradients together.
  public Fit<B> clip(double norm) {
    clip = OptionalDouble.of(norm);
    return this;
  }

  /// Adds the gradients of so many batches, at least 1, before each step of the optimizer.
  public Fit<B> accumulate(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("gradients of 1 batch or more: " + count);
    }
    accumulate = count;
    return this;
  }

  /// Computes the loss in mixed precision.
  public Fit<B> autocast(DType dtype) {
    precision = Optional.of(dtype);
    return this;
  }

  /// Ends after so many batches if the epochs have not ended before.
  public Fit<B> steps(long most) {
    mostSteps = most;
    return this;
  }

  /// Does something after each step.
  public Fit<B> afterStep(Runnable action) {
    afterStep.add(action);
    return this;
  }

  /// Measures after each epoch, in evaluation mode and without gradients; in the order of the
  /// calls.
  public Fit<B> measure(String key, DoubleSupplier value) {
    measures.put(key, value);
    return this;
  }

  /// Does something after each epoch's measurements, in evaluation mode; it is given the epoch,
  /// from 0.
  public Fit<B> afterEpoch(IntConsumer action) {
    afterEpoch.add(action);
    return this;
  }

  /// Ends when a measurement has stopped getting better, and goes back to the weights that were
  /// best by it.
  public Fit<B> stopEarly(String key, EarlyStopping rule) {
    watched = key;
    stopping = rule;
    return this;
  }

  /// Writes a checkpoint that often while an epoch lasts; zero for every step.
  public Fit<B> checkpointEvery(Duration time) {
    between = time;
    return this;
  }

  /// Trains.
  ///
  /// @throws StoppedException if a person stopped it; a checkpoint was written
  /// @throws TrainException if the loss is no number, or the memory is too small for a batch
  public void run() {
    var begun = System.nanoTime();
    var waited = batches.waitingSeconds();
    checkpoint.read().ifPresent(this::take);
    run.training(steps);
    run.progress().start(epochs, batches.size());
    run.stop().training(true);
    while (!over && epoch < epochs && steps < mostSteps) {
      trainEpoch();
      endEpoch();
    }
    run.stop().training(false);
    restoreBest();
    nets.forEach(Net::eval);
    double seconds = (System.nanoTime() - begun) / 1e9;
    run.metric("train." + name + "waitingForData", (batches.waitingSeconds() - waited) / seconds);
  }

  private void trainEpoch() {
    nets.forEach(Net::train);
    long saved = System.nanoTime();
    for (var batch : batches.epoch(epoch, done)) {
      int samples = batches.samples(batch);
      double value = one(batch, samples);
      sum += value;
      done++;
      steps++;
      run.step(samples);
      afterStep.forEach(Runnable::run);
      run.progress().step(epoch, done, samples, () -> value);
      if (steps >= mostSteps || done == batches.size()) {
        break;
      }
      boolean wished = run.stopWished();
      if (done % accumulate == 0 && (wished || System.nanoTime() - saved >= between.toNanos())) {
        save();
        saved = System.nanoTime();
      }
      if (wished && done % accumulate == 0) {
        throw new StoppedException(run.id());
      }
    }
  }

  private double one(B batch, int samples) {
    try (var _ = Scope.open()) {
      boolean whole = net == null;
      if (optimizer != null && done % accumulate == 0) {
        optimizer.zeroGrad();
      }
      var loss = loss(batch);
      double value = loss.item();
      if (!Double.isFinite(value)) {
        throw notFinite(batch);
      }
      if (!whole) {
        (accumulate == 1 ? loss : loss.div(accumulate)).backward();
        if ((done + 1) % accumulate == 0 || done + 1 == batches.size()) {
          update();
        }
      }
      return value;
    } catch (MemoryException e) {
      throw new TrainException(e, "fit.memory", samples, steps + 1, run.device());
    }
  }

  private Tensor loss(B batch) {
    if (step == null) {
      throw new IllegalStateException("say what to train: train(…) or step(…)");
    }
    if (precision.isEmpty()) {
      return step.apply(batch);
    }
    try (var _ = Autocast.on(run.device(), precision.get())) {
      return step.apply(batch);
    }
  }

  private void update() {
    if (net != null && optimizer != null) {
      if (clip.isPresent()) {
        Clip.norm(net.parameters(), clip.getAsDouble());
      }
      optimizer.step();
      if (scheduler != null) {
        scheduler.step();
      }
    }
  }

  private TrainException notFinite(B batch) {
    var where =
        net == null
            ? nets.stream().flatMap(part -> FirstNotFinite.parameter(part).stream()).findFirst()
            : FirstNotFinite.in(net, () -> loss(batch));
    var key = Files.exists(checkpoint.file()) ? "fit.notFinite" : "fit.notFiniteAtOnce";
    return new TrainException(
        null, key, steps + 1, epoch + 1, where.orElse("loss"), checkpoint.file());
  }

  private void endEpoch() {
    boolean wished = run.stopWished();
    run.epoch();
    var shown = new LinkedHashMap<String, Double>();
    record(shown, "train." + name + "loss", sum / Math.max(1, done));
    nets.forEach(Net::eval);
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      measures.forEach((key, measure) -> record(shown, key, measure.getAsDouble()));
    }
    run.progress().endEpoch(epoch, shown);
    afterEpoch.forEach(action -> action.accept(epoch));
    look(shown);
    epoch++;
    done = 0;
    sum = 0;
    save();
    if ((wished || run.stopWished()) && !over && epoch < epochs && steps < mostSteps) {
      throw new StoppedException(run.id());
    }
  }

  private void record(Map<String, Double> shown, String key, double value) {
    shown.put(key, value);
    run.log(key, epoch, value);
    run.metric(key, value);
  }

  private void look(Map<String, Double> measured) {
    if (stopping == null) {
      return;
    }
    var value = measured.get(watched);
    if (value == null) {
      throw new IllegalStateException("stopEarly watches what nobody measures: " + watched);
    }
    stopping = stopping.after(value);
    if (stopping.isBest() && net != null) {
      Safetensors.write(bestFile(), net.stateDict(), Map.of());
    }
    over = stopping.isOver();
  }

  private void restoreBest() {
    if (stopping != null && net != null) {
      try (var _ = Scope.open()) {
        net.load(StateDict.read(bestFile()));
      }
    }
  }

  private Path bestFile() {
    var name = String.valueOf(checkpoint.file().getFileName());
    return checkpoint.file().resolveSibling(name.replace("checkpoint", "best"));
  }

  private void save() {
    run.writer().flush();
    var notes = new LinkedHashMap<>(run.notes());
    notes.put("fit.epoch", Integer.toString(epoch));
    notes.put("fit.batch", Integer.toString(done));
    notes.put("fit.steps", Long.toString(steps));
    notes.put("fit.sum", Double.toHexString(sum));
    notes.put("fit.over", Boolean.toString(over));
    if (stopping != null) {
      notes.put("fit.best", Double.toHexString(stopping.best()));
      notes.put("fit.worse", Integer.toString(stopping.worse()));
    }
    checkpoint.write(notes);
  }

  private void take(Map<String, String> notes) {
    run.take(notes);
    epoch = Integer.parseInt(notes.getOrDefault("fit.epoch", "0"));
    done = Integer.parseInt(notes.getOrDefault("fit.batch", "0"));
    steps = Long.parseLong(notes.getOrDefault("fit.steps", "0"));
    sum = Double.parseDouble(notes.getOrDefault("fit.sum", "0"));
    over = Boolean.parseBoolean(notes.getOrDefault("fit.over", "false"));
    if (stopping != null) {
      stopping =
          new EarlyStopping(
              stopping.isMax(),
              stopping.patience(),
              stopping.minDelta(),
              Double.parseDouble(notes.getOrDefault("fit.best", "NaN")),
              Integer.parseInt(notes.getOrDefault("fit.worse", "0")));
    }
  }
}
