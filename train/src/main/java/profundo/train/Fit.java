package profundo.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.data.Batches;
import profundo.nn.Net;
import profundo.nn.StateDict;
import profundo.nn.TrainingModes;
import profundo.optim.Optimizer;
import profundo.optim.Plateau;
import profundo.optim.Schedule;
import profundo.tensor.Autocast;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.MemoryException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.progress.Progress;
import profundo.train.progress.ProgressText;

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
/// from it and ends with the same bits as one that was never stopped. Without a run, `new
/// Fit<>(loader, 12)` trains all the same: see [#Fit(Batches,int)].
///
/// @param <B> what a batch is
public final class Fit<B> {
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(30);

  private final Batches<B> batches;
  private final int epochs;
  private final Map<String, Net> nets = new LinkedHashMap<>();
  private final List<Optimizer> optimizers = new ArrayList<>();
  private final List<Supplier<StateDict>> others = new ArrayList<>();
  private final Map<String, DoubleSupplier> measures = new LinkedHashMap<>();
  private final List<IntConsumer> afterEpoch = new ArrayList<>();
  private final List<Runnable> afterStep = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private Course course;
  private Optional<Checkpoint> checkpoint;
  private BestWeights best;
  private @Nullable Function<B, Tensor> step;
  private @Nullable Update update;
  private @Nullable EarlyStopping stopping;
  private ToDoubleFunction<B> weighing;
  private Optional<DType> precision = Optional.empty();
  private String name = "";
  private String watched = "";
  private Optional<String> lookedAt = Optional.empty();
  private long mostSteps = Long.MAX_VALUE;
  private Duration between = BETWEEN_CHECKPOINTS;

  private final Place place = new Place();
  private boolean over;

  /// A training of so many passes over the batches, as a part of a run in a store.
  public Fit(Run run, Batches<B> batches, int epochs) {
    Given.require("batches", batches);
    this(new RunCourse(Given.require("run", run)), batches, epochs);
  }

  /// A training of so many passes over the batches that no store knows, on the processor. It shows
  /// its progress on the error stream, a live line on a terminal and else a line for each epoch,
  /// and keeps no state unless [#checkpoint] is said.
  public Fit(Batches<B> batches, int epochs) {
    this(Device.CPU, batches, epochs);
  }

  /// As [#Fit(Batches,int)], of nets on another device.
  public Fit(Device device, Batches<B> batches, int epochs) {
    Given.require("batches", batches);
    this(new OwnCourse(Given.require("device", device)), batches, epochs);
  }

  private Fit(Course course, Batches<B> batches, int epochs) {
    this.batches = batches;
    this.epochs = epochs;
    this.weighing = batches::samples;
    this.course = course;
    this.checkpoint = checkpointOf(course);
    this.best = new BestWeights(checkpoint.map(Fit::bestFile), nets);
  }

  private static Optional<Checkpoint> checkpointOf(Course course) {
    return course.checkpoint().map(file -> new Checkpoint(file, course.device()));
  }

  /// Keeps the state of a training that no store knows in this file, and goes on from it if it is
  /// there. To be said before what is trained.
  public Fit<B> checkpoint(Path file) {
    Given.require("file", file);
    var own = ofOwn("checkpoint");
    if (!nets.isEmpty() || !optimizers.isEmpty() || !others.isEmpty()) {
      throw new IllegalStateException("say checkpoint(…) before what is trained and held");
    }
    course = new OwnCourse(own.device(), own.progress(), Optional.of(file));
    checkpoint = checkpointOf(course);
    best = new BestWeights(checkpoint.map(Fit::bestFile), nets);
    return this;
  }

  /// Shows the progress of a training that no store knows in another way than a terminal's.
  public Fit<B> progress(Progress progress) {
    Given.require("progress", progress);
    var own = ofOwn("progress");
    course = new OwnCourse(own.device(), progress, own.checkpoint());
    return this;
  }

  private OwnCourse ofOwn(String setting) {
    if (course instanceof OwnCourse own) {
      return own;
    }
    throw new IllegalStateException(setting + "(…) of a run in a store is the store's");
  }

  /// The newest value of each figure of this training, such as `train.loss`, by name: after early
  /// stopping those of the weights that are kept.
  public Map<String, Double> figures() {
    return Collections.unmodifiableMap(figures);
  }

  /// Names this training, where a run has several: its curves and figures are then
  /// `train.NAME.loss` and so on. The empty name is none.
  public Fit<B> named(String name) {
    Given.require("name", name);
    this.name = name.isEmpty() ? "" : name + ".";
    return this;
  }

  /// Trains a net the usual way: gradients of the loss, clipped if asked for, then the optimizer's
  /// step and the schedule's.
  ///
  /// An optimizer that trains parameters of other nets too wants those nets held; one that was made
  /// before a layer of the net was replaced is refused. What wants gradients and is not among its
  /// parameters is named when the training starts: [Net#freeze()] says that it is meant. One that
  /// [evaluates the loss again][Optimizer#evaluatesAgain()] does so with the same batch.
  ///
  /// @param loss of a batch: one number, the mean over its examples (or see [#weigh])
  public Fit<B> train(Net net, Optimizer optimizer, Function<B, Tensor> loss) {
    return train(net, List.of(Given.require("optimizer", optimizer)), loss);
  }

  /// As [#train(Net,Optimizer,Function)] with several optimizers, each for parameters of its own,
  /// such as [profundo.optim.Muon] for the matrices and [profundo.optim.Adam] for the rest.
  public Fit<B> train(Net net, List<Optimizer> optimizers, Function<B, Tensor> loss) {
    Given.require("net", net);
    Given.require("optimizers", optimizers);
    Given.require("loss", loss);
    hold("net", net);
    eachNamed("optimizer", optimizers, this::hold);
    update = new Update(optimizers);
    step = loss;
    return this;
  }

  /// One part for each optimizer, the first without a number.
  private static <T> void eachNamed(String name, List<T> parts, BiConsumer<String, T> hold) {
    for (int i = 0; i < parts.size(); i++) {
      hold.accept(i == 0 ? name : name + (i + 1), parts.get(i));
    }
  }

  /// Trains by hand: the step does everything, `backward` and the optimizers' steps included, and
  /// returns the loss that is shown. Whatever it changes must be held.
  public Fit<B> step(Function<B, Tensor> whole) {
    Given.require("whole", whole);
    step = whole;
    return this;
  }

  /// Puts a net into training mode for each epoch, and its state into checkpoints.
  ///
  /// Parts of it that are set to evaluation when [#run()] is called stay so, and those that are
  /// frozen keep their statistics (see [TrainingModes]).
  public Fit<B> hold(String name, Net part) {
    Given.require("name", name);
    Given.require("part", part);
    nets.put(name, part);
    checkpoint.ifPresent(c -> c.hold(name, part));
    return this;
  }

  /// Puts an optimizer's state into checkpoints.
  public Fit<B> hold(String name, Optimizer part) {
    Given.require("name", name);
    Given.require("part", part);
    optimizers.add(part);
    checkpoint.ifPresent(c -> c.hold(name, part));
    return this;
  }

  /// Puts anything's state into checkpoints.
  public Fit<B> hold(String name, Supplier<StateDict> save, Consumer<StateDict> load) {
    Given.require("name", name);
    Given.require("save", save);
    Given.require("load", load);
    others.add(save);
    checkpoint.ifPresent(c -> c.hold(name, save, load));
    return this;
  }

  /// Moves the learning rates of [#train]'s optimizers after each of their steps.
  public Fit<B> schedule(Schedule schedule) {
    Given.require("schedule", schedule);
    var made = update("schedule").schedule(schedule);
    checkpoint.ifPresent(c -> eachNamed("schedule", made, c::hold));
    return this;
  }

  /// Lowers the learning rates of [#train]'s optimizers when a measurement has stopped getting
  /// better: `.plateau("validation.loss", optimizer -> new Plateau(optimizer, 0.1, 5))`.
  ///
  /// @param key what is looked at after each whole epoch: of [#measure], or `train.loss`
  public Fit<B> plateau(String key, Function<Optimizer, Plateau> rule) {
    Given.require("key", key);
    Given.require("rule", rule);
    var made = update("plateau").plateau(rule);
    checkpoint.ifPresent(
        c -> eachNamed("plateau", made, (name, one) -> c.hold(name, one::stateDict, one::load)));
    lookedAt = Optional.of(key);
    return this;
  }

  /// Bounds the norm of the gradients of all that [#train]'s optimizers train.
  ///
  /// @param norm above 0
  public Fit<B> clip(double norm) {
    if (!(norm > 0)) {
      throw new IllegalArgumentException("gradients are clipped to a norm above 0: " + norm);
    }
    update("clip").clip(norm);
    return this;
  }

  /// Makes one step of [#train]'s optimizers of the gradients of so many batches, at least 1: the
  /// step of the one large batch that they would be together. The last group of an epoch may be
  /// smaller.
  ///
  /// @throws IllegalStateException if the optimizer [evaluates the loss
  ///   again][Optimizer#evaluatesAgain()], which it does with one batch
  public Fit<B> accumulate(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("gradients of 1 batch or more: " + count);
    }
    if (count > 1 && update("accumulate").evaluatesAgain()) {
      throw new IllegalStateException(
          "an optimizer that evaluates the loss several times in a step sees one batch at a time:"
              + " make the batches larger instead of accumulate("
              + count
              + ")");
    }
    update("accumulate").group(count);
    return this;
  }

  private Update update(String setting) {
    if (update == null) {
      throw new IllegalStateException("say train(…) before " + setting + "(…)");
    }
    return update;
  }

  /// Says what the loss of a batch is the mean of: its target tokens, for instance. It is by their
  /// examples, unless said, that batches of unequal size are weighed in `train.loss` and in
  /// [#accumulate].
  ///
  /// @param weight how many of a batch; not negative
  public Fit<B> weigh(ToDoubleFunction<B> weight) {
    Given.require("weight", weight);
    this.weighing = weight;
    return this;
  }

  /// Computes the loss in mixed precision.
  public Fit<B> autocast(DType dtype) {
    Given.require("dtype", dtype);
    precision = Optional.of(dtype);
    return this;
  }

  /// Ends after so many batches, at least 1, if the epochs have not ended before. Gradients that
  /// [#accumulate] has gathered by then still make their step.
  public Fit<B> steps(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("1 batch or more: " + most);
    }
    mostSteps = most;
    return this;
  }

  /// Does something after each step of the optimizer; after each batch where [#step] does it all.
  public Fit<B> afterStep(Runnable action) {
    Given.require("action", action);
    afterStep.add(action);
    return this;
  }

  /// Measures after each epoch, in evaluation mode and without gradients; in the order of the
  /// calls.
  public Fit<B> measure(String key, DoubleSupplier value) {
    Given.require("key", key);
    Given.require("value", value);
    measures.put(key, value);
    return this;
  }

  /// Does something after each epoch's measurements, in evaluation mode; it is given the epoch,
  /// from 0.
  public Fit<B> afterEpoch(IntConsumer action) {
    Given.require("action", action);
    afterEpoch.add(action);
    return this;
  }

  /// Ends when a measurement has stopped getting better, and takes all nets back to the weights
  /// that were best by it. The run's figures are then those that were measured of these weights;
  /// the curves show all epochs.
  public Fit<B> stopEarly(String key, EarlyStopping rule) {
    Given.require("key", key);
    Given.require("rule", rule);
    watched = key;
    stopping = rule;
    return this;
  }

  /// Writes a checkpoint that often while an epoch lasts; zero for every step.
  public Fit<B> checkpointEvery(Duration time) {
    Given.require("time", time);
    between = time;
    return this;
  }

  /// Trains.
  ///
  /// @throws StoppedException if a person stopped it; a checkpoint was written
  /// @throws TrainException if the loss is no number, there are no batches, the memory is too small
  ///   for a batch, or an optimizer trains what nothing holds
  public void run() {
    if (step == null) {
      throw new IllegalStateException("say what to train: train(…) or step(…)");
    }
    if (stopping != null) {
      requireMeasured("stopEarly", watched);
    }
    lookedAt.ifPresent(key -> requireMeasured("plateau", key));
    HeldParameters.require(optimizers, nets.values(), others);
    var begun = System.nanoTime();
    var waited = batches.waitingSeconds();
    checkpoint.flatMap(Checkpoint::read).ifPresent(this::take);
    course.begin(place.steps());
    course.progress().start(epochs, batches.size());
    sayWhatIsNotTrained();
    course.stop().training(true);
    var modes = nets.values().stream().map(TrainingModes::of).toList();
    while (!over && place.epoch() < epochs && place.steps() < mostSteps) {
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

  private void requireMeasured(String setting, String key) {
    if (!key.equals(lossKey()) && !measures.containsKey(key)) {
      throw new IllegalStateException(setting + " watches what nobody measures: " + key);
    }
  }

  /// A layer that was added after the optimizer was made looks like one that is not to be trained.
  private void sayWhatIsNotTrained() {
    if (update != null) {
      var untrained = HeldParameters.untrained(optimizers, nets.values());
      if (!untrained.isEmpty()) {
        var labels = HeldParameters.labels(untrained);
        course.progress().say(TrainException.words("fit.untrained", untrained.size(), labels));
      }
    }
  }

  private void trainEpoch() {
    long saved = System.nanoTime();
    for (var batch : batches.epoch(place.epoch(), place.done())) {
      int samples = batches.samples(batch);
      boolean isLast = place.done() + 1 == batches.size() || place.steps() + 1 >= mostSteps;
      double value = one(batch, samples, isLast);
      boolean isBetween = update == null || update.isEmpty();
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
    if (update != null && !update.isEmpty()) {
      step(update);
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
      double share = weighing.applyAsDouble(batch);
      if (!(share >= 0)) {
        throw new IllegalArgumentException("a batch's weight is not negative, and is " + share);
      }
      if (update != null && update.evaluatesAgain()) {
        update.step(loss, () -> loss(batch));
      } else if (update != null && (update.add(loss, share) || isLast)) {
        update.step();
      }
      place.addLoss(value, share);
      return value;
    } catch (MemoryException e) {
      throw new TrainException(e, "fit.memory", samples, place.steps() + 1, course.device());
    }
  }

  private static void step(Update update) {
    try (var _ = Scope.open()) {
      update.step();
    }
  }

  private Tensor loss(B batch) {
    var computed = Objects.requireNonNull(step);
    if (precision.isEmpty()) {
      return computed.apply(batch);
    }
    try (var _ = Autocast.on(course.device(), precision.get())) {
      return computed.apply(batch);
    }
  }

  private TrainException notFinite(B batch, double value) {
    var all = List.copyOf(nets.values());
    var first =
        update == null
            ? FirstNotFinite.without(all, place.steps() > 0)
            : FirstNotFinite.in(all, place.steps() > 0, () -> loss(batch));
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
    boolean isWhole = place.steps() < mostSteps || place.done() == batches.size();
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
      lowerRates(shown);
      place.endEpoch();
    }
    save();
    if ((wished || course.stop().wished())
        && !over
        && place.epoch() < epochs
        && place.steps() < mostSteps) {
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

  private void lowerRates(Map<String, Double> measured) {
    if (update != null && lookedAt.isPresent()) {
      update.measured(measured.getOrDefault(lookedAt.get(), Double.NaN));
    }
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
