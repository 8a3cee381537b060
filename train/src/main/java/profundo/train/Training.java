package profundo.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.data.Batches;
import profundo.nn.Net;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.nn.TrainingModes;
import profundo.optim.Optimizer;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.MemoryException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.progress.ProgressText;

/// A training that was said and has not begun: what is held, measured and watched, and the loop.
///
/// [Fit] makes the two kinds: by the gradients of a loss, and by hand.
///
/// @param <B> what a batch is
/// @param <T> the kind
public abstract sealed class Training<B, T extends Training<B, T>>
    permits GradientTraining, ManualTraining {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(30);

  private final Batches<B> batches;
  private final OptionalInt epochs;
  private final String name;
  private final Course course;
  private final Optional<Checkpoint> checkpoint;
  private final BestWeights best;
  private final Map<String, Net> nets = new LinkedHashMap<>();
  private final List<Optimizer> optimizers = new ArrayList<>();
  private final List<Supplier<StateDict>> others = new ArrayList<>();
  private final Map<String, DoubleSupplier> measures = new LinkedHashMap<>();
  private final List<IntConsumer> afterEpoch = new ArrayList<>();
  private final List<Runnable> afterStep = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private @Nullable EarlyStopping stopping;
  private String watched = "";
  private OptionalLong most = OptionalLong.empty();
  private Duration between = BETWEEN_CHECKPOINTS;

  private final Place place = new Place();
  private boolean over;

  Training(Course course, Batches<B> batches, OptionalInt epochs, String name) {
    this.course = course;
    this.batches = batches.on(course.device());
    this.epochs = epochs;
    this.name = name;
    this.checkpoint = course.checkpoint().map(file -> new Checkpoint(file, course.device()));
    this.best = new BestWeights(checkpoint.map(Training::bestFile), nets);
  }

  abstract T self();

  /// The loss of a batch.
  abstract Tensor loss(B batch);

  /// What a batch counts in the mean of the losses.
  double weight(B batch) {
    return batches.samples(batch);
  }

  /// Moves the weights.
  void move(B batch, Tensor loss, double weight, boolean isLast) {}

  /// Whether no gradient waits for its step.
  boolean isBetweenSteps() {
    return true;
  }

  /// Moves the weights by gradients that still wait at an epoch's end.
  void moveByTheRest() {}

  /// Looks at what was said.
  void begin() {}

  /// What wants gradients and is moved by no optimizer.
  List<Parameter> untrained() {
    return List.of();
  }

  /// Why a loss is no number.
  abstract FirstNotFinite cause(List<Net> nets, boolean afterSteps, B batch);

  /// Takes what was measured after a whole epoch.
  void measured(Map<String, Double> figures) {}

  final Device device() {
    return course.device();
  }

  final List<Optimizer> optimizers() {
    return optimizers;
  }

  final Collection<Net> nets() {
    return nets.values();
  }

  /// The newest value of each figure of this training, such as `train.loss`, by name: after early
  /// stopping those of the weights that are kept.
  public Map<String, Double> figures() {
    return Collections.unmodifiableMap(figures);
  }

  /// Moves a net to the device, puts it into training mode for each epoch, and its state into
  /// checkpoints.
  ///
  /// Parts of it that are set to evaluation when [#run()] is called stay so, and those that are
  /// frozen keep their statistics (see [TrainingModes]).
  public T hold(String name, Net part) {
    Given.require("name", name);
    Given.require("part", part);
    nets.put(name, part);
    part.to(course.device());
    checkpoint.ifPresent(c -> c.hold(name, part));
    return self();
  }

  /// Puts an optimizer's state into checkpoints.
  public T hold(String name, Optimizer part) {
    Given.require("name", name);
    Given.require("part", part);
    optimizers.add(part);
    checkpoint.ifPresent(c -> c.hold(name, part));
    return self();
  }

  /// Puts anything's state into checkpoints.
  public T hold(String name, Supplier<StateDict> save, Consumer<StateDict> load) {
    Given.require("name", name);
    Given.require("save", save);
    Given.require("load", load);
    others.add(save);
    inCheckpoint(name, save, load);
    return self();
  }

  final void inCheckpoint(String name, Supplier<StateDict> save, Consumer<StateDict> load) {
    checkpoint.ifPresent(c -> c.hold(name, save, load));
  }

  /// Ends after so many batches, at least 1, if the epochs have not ended before. Gradients that
  /// [GradientTraining#accumulate] has gathered by then still make their step.
  public T steps(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("1 batch or more: " + count);
    }
    most = OptionalLong.of(count);
    return self();
  }

  /// Does something after each step of the optimizer; after each batch where a step is by hand.
  public T afterStep(Runnable action) {
    Given.require("action", action);
    afterStep.add(action);
    return self();
  }

  /// Measures after each epoch, in evaluation mode and without gradients; in the order of the
  /// calls.
  public T measure(String key, DoubleSupplier value) {
    Given.require("key", key);
    Given.require("value", value);
    measures.put(key, value);
    return self();
  }

  /// Does something after each epoch's measurements, in evaluation mode; it is given the epoch,
  /// from 0.
  public T afterEpoch(IntConsumer action) {
    Given.require("action", action);
    afterEpoch.add(action);
    return self();
  }

  /// Ends when a measurement has stopped getting better, and takes all nets back to the weights
  /// that were best by it. The run's figures are then those that were measured of these weights;
  /// the curves show all epochs.
  public T stopEarly(String key, EarlyStopping rule) {
    Given.require("key", key);
    Given.require("rule", rule);
    watched = key;
    stopping = rule;
    return self();
  }

  /// Writes a checkpoint that often while an epoch lasts; zero for every step.
  public T checkpointEvery(Duration time) {
    Given.require("time", time);
    between = time;
    return self();
  }

  /// Trains.
  ///
  /// @throws StoppedException if a person stopped it; a checkpoint was written
  /// @throws TrainException if the loss is no number, there are no batches, the memory is too small
  ///   for a batch, or an optimizer trains what nothing holds
  public void run() {
    if (stopping != null) {
      requireMeasured("stopEarly", watched);
    }
    if (epochs.isEmpty() && most.isEmpty() && stopping == null) {
      throw new IllegalStateException("say when it ends: epochs, steps(…) or stopEarly(…)");
    }
    begin();
    HeldParameters.require(optimizers, nets.values(), others);
    var begun = System.nanoTime();
    var waited = batches.waitingSeconds();
    checkpoint.flatMap(Checkpoint::read).ifPresent(this::take);
    course.begin(place.steps());
    course.progress().start(epochs(), batches.size());
    sayWhatIsNotTrained();
    course.stop().training(true);
    var modes = nets.values().stream().map(TrainingModes::of).toList();
    while (!over && !isAtItsEnd()) {
      modes.forEach(TrainingModes::train);
      trainEpoch();
      endEpoch();
    }
    course.stop().training(false);
    restoreBest();
    nets.values().forEach(Net::eval);
    double seconds = (System.nanoTime() - begun) / 1e9;
    figure("train." + name + "waitingForData", (batches.waitingSeconds() - waited) / seconds);
  }

  /// The most steps.
  private long steps() {
    return most.orElse(Long.MAX_VALUE);
  }

  /// The most epochs; those that the steps take where none are said.
  private int epochs() {
    long passes = batches.size() == 0 ? 1 : Math.ceilDiv(steps(), batches.size());
    return epochs.orElse((int) Math.min(Integer.MAX_VALUE, passes));
  }

  private boolean isAtItsEnd() {
    return place.epoch() >= epochs() || place.steps() >= steps();
  }

  final void requireMeasured(String setting, String key) {
    if (!key.equals(lossKey()) && !measures.containsKey(key)) {
      throw new IllegalStateException(setting + " watches what nobody measures: " + key);
    }
  }

  /// A layer that was added after the optimizer was made looks like one that is not to be trained.
  private void sayWhatIsNotTrained() {
    var untrained = untrained();
    if (!untrained.isEmpty()) {
      var labels = HeldParameters.labels(untrained);
      course.progress().say(TrainException.words("fit.untrained", untrained.size(), labels));
    }
  }

  private void trainEpoch() {
    long saved = System.nanoTime();
    for (var batch : batches.epoch(place.epoch(), place.done())) {
      int samples = batches.samples(batch);
      boolean isLast = place.done() + 1 == batches.size() || place.steps() + 1 >= steps();
      double value = one(batch, samples, isLast);
      boolean isBetween = isBetweenSteps();
      place.endBatch();
      course.step(samples);
      if (isBetween) {
        afterStep.forEach(Runnable::run);
      }
      course.progress().step(place.epoch(), place.done(), samples, () -> value);
      if (isLast) {
        break;
      }
      boolean wished = course.stop().wished();
      if (isBetween && (wished || System.nanoTime() - saved >= between.toNanos())) {
        save();
        saved = System.nanoTime();
      }
      if (isBetween && wished) {
        throw new StoppedException(course.id());
      }
    }
    if (place.done() == 0) {
      throw new TrainException("fit.noBatches", place.epoch() + 1);
    }
    if (!isBetweenSteps()) {
      moveByTheRest();
      afterStep.forEach(Runnable::run);
    }
  }

  private double one(B batch, int samples, boolean isLast) {
    try (var _ = Scope.open()) {
      var loss = loss(batch);
      double value = loss.item();
      if (!Double.isFinite(value)) {
        throw notFinite(batch, value);
      }
      double weight = weight(batch);
      move(batch, loss, weight, isLast);
      place.addLoss(value, weight);
      return value;
    } catch (MemoryException e) {
      throw new TrainException(e, "fit.memory", samples, place.steps() + 1, course.device());
    }
  }

  private TrainException notFinite(B batch, double value) {
    var first = cause(List.copyOf(nets.values()), place.steps() > 0, batch);
    return new TrainException(
        "fit.notFinite",
        Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞",
        place.steps() + 1,
        place.epoch() + 1,
        TrainException.words("fit.cause." + first.key(), first.where()),
        checkpoint
            .map(Checkpoint::file)
            .filter(Files::exists)
            .map(file -> TrainException.words("fit.kept", file))
            .orElseGet(() -> TrainException.words("fit.noneKept")));
  }

  private void endEpoch() {
    boolean wished = course.stop().wished();
    boolean isWhole = place.steps() < steps() || place.done() == batches.size();
    if (isWhole) {
      course.epoch();
    }
    var shown = new LinkedHashMap<String, Double>();
    record(shown, lossKey(), place.loss());
    nets.values().forEach(Net::eval);
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      measures.forEach((key, measure) -> record(shown, key, measure.getAsDouble()));
    }
    var named = new LinkedHashMap<String, Double>();
    shown.forEach((key, value) -> named.put(course.key(key), value));
    course.progress().endEpoch(place.epoch(), named);
    afterEpoch.forEach(action -> action.accept(place.epoch()));
    look(shown);
    if (isWhole) {
      measured(shown);
      place.endEpoch();
    }
    save();
    if ((wished || course.stop().wished()) && !over && !isAtItsEnd()) {
      throw new StoppedException(course.id());
    }
  }

  private String lossKey() {
    return "train." + name + "loss";
  }

  private void record(Map<String, Double> shown, String key, double value) {
    shown.put(key, value);
    figures.put(key, value);
    course.log(key, place.epoch(), value);
  }

  private void figure(String key, double value) {
    figures.put(key, value);
    course.figure(key, value);
  }

  private void look(Map<String, Double> measured) {
    if (stopping == null) {
      return;
    }
    stopping = stopping.after(measured.getOrDefault(watched, Double.NaN));
    if (stopping.isBest()) {
      best.keep(place.epoch(), measured);
    }
    over = stopping.isOver();
  }

  /// Figures that were measured of other weights than those that are kept are not the run's.
  private void restoreBest() {
    if (stopping != null && !Double.isNaN(stopping.best())) {
      var kept = best.restore();
      kept.figures().forEach(this::figure);
      if (kept.epoch() >= 0) {
        var figure = ProgressText.figure(stopping.best());
        course.progress().say(TrainException.words("fit.best", kept.epoch() + 1, watched, figure));
      }
    }
  }

  private static Path bestFile(Checkpoint checkpoint) {
    var file = checkpoint.file();
    var name = String.valueOf(file.getFileName());
    return file.resolveSibling(
        name.contains("checkpoint") ? name.replace("checkpoint", "best") : "best-" + name);
  }

  private void save() {
    checkpoint.ifPresent(this::save);
  }

  private void save(Checkpoint to) {
    var notes = new LinkedHashMap<>(course.notes());
    notes.putAll(place.notes());
    notes.put("fit.batches", Integer.toString(batches.size()));
    notes.put("fit.over", Boolean.toString(over));
    if (stopping != null) {
      notes.put("fit.best", Double.toHexString(stopping.best()));
      notes.put("fit.worse", Integer.toString(stopping.worse()));
    }
    to.write(notes);
  }

  private void take(Map<String, String> notes) {
    course.take(notes);
    place.take(notes, course.examplesInAStep());
    var size = Integer.parseInt(notes.getOrDefault("fit.batches", "" + batches.size()));
    if (place.done() > 0 && size != batches.size()) {
      var file = checkpoint.orElseThrow().file();
      throw new TrainException("fit.otherBatches", file, place.done(), size, batches.size());
    }
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
