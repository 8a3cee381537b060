package profundo.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import profundo.base.Given;
import profundo.data.Batches;
import profundo.nn.Net;
import profundo.nn.Parameter;
import profundo.optim.Optimizer;
import profundo.optim.Plateau;
import profundo.optim.Schedule;
import profundo.tensor.Autocast;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A training by the gradients of a loss.
///
/// @param <B> what a batch is
public final class GradientTraining<B> extends Training<B, GradientTraining<B>> {
  private final Function<B, Tensor> loss;
  private final Update update;
  private ToDoubleFunction<B> weighing;
  private Optional<DType> precision = Optional.empty();
  private Optional<String> lookedAt = Optional.empty();

  GradientTraining(
      Course course,
      Batches<B> batches,
      OptionalInt epochs,
      String name,
      Net net,
      List<Optimizer> optimizers,
      Function<B, Tensor> loss) {
    super(course, batches, epochs, name);
    hold("net", net);
    eachNamed("optimizer", optimizers, this::hold);
    this.update = new Update(optimizers);
    this.loss = loss;
    this.weighing = batches::samples;
  }

  /// One part for each optimizer, the first without a number.
  private static <T> void eachNamed(String name, List<T> parts, BiConsumer<String, T> hold) {
    for (int i = 0; i < parts.size(); i++) {
      hold.accept(i == 0 ? name : name + (i + 1), parts.get(i));
    }
  }

  /// Moves the learning rates after each step.
  public GradientTraining<B> schedule(Schedule schedule) {
    Given.require("schedule", schedule);
    eachNamed(
        "schedule",
        update.schedule(schedule),
        (name, one) -> inCheckpoint(name, one::stateDict, one::load));
    return this;
  }

  /// Lowers the learning rates when a measurement has stopped getting better:
  /// `.plateau("validation.loss", optimizer -> new Plateau(optimizer, 0.1, 5))`.
  ///
  /// @param key what is looked at after each whole epoch: of [#measure], or `train.loss`
  public GradientTraining<B> plateau(String key, Function<Optimizer, Plateau> rule) {
    Given.require("key", key);
    Given.require("rule", rule);
    eachNamed(
        "plateau",
        update.plateau(rule),
        (name, one) -> inCheckpoint(name, one::stateDict, one::load));
    lookedAt = Optional.of(key);
    return this;
  }

  /// Bounds the norm of the gradients of all that the optimizers train.
  ///
  /// @param norm above 0
  public GradientTraining<B> clip(double norm) {
    if (!(norm > 0)) {
      throw new IllegalArgumentException("gradients are clipped to a norm above 0: " + norm);
    }
    update.clip(norm);
    return this;
  }

  /// Makes one step of the gradients of so many batches, at least 1: the step of the one large
  /// batch that they would be together. The last group of an epoch may be smaller.
  ///
  /// @throws IllegalStateException if the optimizer [evaluates the loss
  ///   again][Optimizer#evaluatesAgain()], which it does with one batch
  public GradientTraining<B> accumulate(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("gradients of 1 batch or more: " + count);
    }
    if (count > 1 && update.evaluatesAgain()) {
      throw new IllegalStateException(
          "an optimizer that evaluates the loss several times in a step sees one batch at a time:"
              + " make the batches larger instead of accumulate("
              + count
              + ")");
    }
    update.group(count);
    return this;
  }

  /// Says what the loss of a batch is the mean of: its target tokens, for instance. It is by their
  /// examples, unless said, that batches of unequal size are weighed in `train.loss` and in
  /// [#accumulate].
  ///
  /// @param weight how many of a batch; not negative
  public GradientTraining<B> weigh(ToDoubleFunction<B> weight) {
    Given.require("weight", weight);
    this.weighing = weight;
    return this;
  }

  /// Computes the loss in mixed precision.
  public GradientTraining<B> autocast(DType dtype) {
    Given.require("dtype", dtype);
    precision = Optional.of(dtype);
    return this;
  }

  @Override
  GradientTraining<B> self() {
    return this;
  }

  @Override
  Tensor loss(B batch) {
    if (precision.isEmpty()) {
      return loss.apply(batch);
    }
    try (var _ = Autocast.on(device(), precision.get())) {
      return loss.apply(batch);
    }
  }

  @Override
  double weight(B batch) {
    double weight = weighing.applyAsDouble(batch);
    if (!(weight >= 0)) {
      throw new IllegalArgumentException("a batch's weight is not negative, and is " + weight);
    }
    return weight;
  }

  @Override
  void move(B batch, Tensor loss, double weight, boolean isLast) {
    if (update.evaluatesAgain()) {
      update.step(loss, () -> loss(batch));
    } else if (update.add(loss, weight) || isLast) {
      update.step();
    }
  }

  @Override
  boolean isBetweenSteps() {
    return update.isEmpty();
  }

  @Override
  void moveByTheRest() {
    try (var _ = Scope.open()) {
      update.step();
    }
  }

  @Override
  void begin() {
    lookedAt.ifPresent(key -> requireMeasured("plateau", key));
  }

  @Override
  List<Parameter> untrained() {
    return HeldParameters.untrained(optimizers(), nets());
  }

  @Override
  FirstNotFinite cause(List<Net> nets, boolean afterSteps, B batch) {
    return FirstNotFinite.in(nets, afterSteps, () -> loss(batch));
  }

  @Override
  void measured(Map<String, Double> figures) {
    lookedAt.ifPresent(key -> update.measured(figures.getOrDefault(key, Double.NaN)));
  }
}
