package profundo.train;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import profundo.nn.Parameter;
import profundo.optim.Clip;
import profundo.optim.Optimizer;
import profundo.optim.Plateau;
import profundo.optim.Schedule;
import profundo.optim.Scheduler;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Tensor;

/// How losses move the weights: the gradients of a group of batches make one step of the
/// optimizers, the step that the whole group would have made as one batch.
///
/// A batch's loss is a mean, over its examples say. The gradient of the mean over the group is that
/// of Σ wᵢ · lossᵢ / Σ wᵢ; Σ wᵢ is known when the last batch has come, so until then the losses are
/// weighed by wᵢ / w₁, which is 1 where the batches are of one size.
final class Update {
  private final List<Optimizer> optimizers;
  private final List<Parameter> parameters;
  private final List<Scheduler> schedulers = new ArrayList<>();
  private final List<Plateau> plateaus = new ArrayList<>();
  private OptionalDouble clip = OptionalDouble.empty();
  private int most = 1;
  private int count;
  private double unit;
  private double weight;

  Update(List<Optimizer> optimizers) {
    this.optimizers = List.copyOf(optimizers);
    this.parameters =
        optimizers.stream()
            .flatMap(optimizer -> optimizer.groups().stream())
            .flatMap(group -> group.parameters().stream())
            .toList();
    if (optimizers.size() > 1 && evaluatesAgain()) {
      throw new IllegalArgumentException(
          "an optimizer that evaluates the loss several times in a step trains alone");
    }
  }

  /// Whether a step evaluates the loss several times: see [#step(Tensor,Supplier)].
  boolean evaluatesAgain() {
    return optimizers.stream().anyMatch(Optimizer::evaluatesAgain);
  }

  /// Moves the learning rates after each step; gives one scheduler for each optimizer.
  List<Scheduler> schedule(Schedule schedule) {
    schedulers.clear();
    optimizers.forEach(optimizer -> schedulers.add(new Scheduler(optimizer, schedule)));
    return List.copyOf(schedulers);
  }

  /// Moves the learning rates by a measurement; gives one rule for each optimizer.
  List<Plateau> plateau(Function<Optimizer, Plateau> rule) {
    plateaus.clear();
    optimizers.forEach(optimizer -> plateaus.add(rule.apply(optimizer)));
    return List.copyOf(plateaus);
  }

  /// Takes what was measured after an epoch.
  void measured(double value) {
    plateaus.forEach(plateau -> plateau.step(value));
  }

  /// Bounds the norm of the gradients of all that the optimizers train.
  void clip(double norm) {
    clip = OptionalDouble.of(norm);
  }

  /// The batches of a group.
  void group(int most) {
    this.most = most;
  }

  /// Whether no gradient waits for its step.
  boolean isEmpty() {
    return count == 0;
  }

  /// Adds the gradient of a batch's loss.
  ///
  /// @param weight what the loss is the mean of
  /// @return whether the group is complete
  boolean add(Tensor loss, double weight) {
    if (count == 0) {
      optimizers.forEach(Optimizer::zeroGrad);
      unit = weight;
      this.weight = 0;
    }
    if (unit == 0) {
      unit = weight;
    }
    double share = unit == 0 ? 0 : weight / unit;
    (share == 1 || most == 1 ? loss : precise(loss).mul(share)).backward();
    this.weight += weight;
    return ++count == most;
  }

  /// So that a weight loses no digits in half precision.
  private static Tensor precise(Tensor loss) {
    return loss.dtype().bytes() < DType.FLOAT32.bytes() ? loss.to(DType.FLOAT32) : loss;
  }

  /// Steps by the gradients that were added.
  ///
  /// @throws TrainException if the gradients to be clipped are not finite; the weights are as they
  ///   were
  void step() {
    if (most > 1 && weight > 0 && weight != unit) {
      scale(unit / weight);
    }
    count = 0;
    clipGradients();
    optimizers.forEach(Optimizer::step);
    schedulers.forEach(Scheduler::step);
  }

  /// The whole step of one batch, of an optimizer that evaluates its loss several times.
  ///
  /// @param loss where the weights are
  /// @param again the loss of the same batch, wherever the weights are then
  /// @throws TrainException as for [#step()]
  void step(Tensor loss, Supplier<Tensor> again) {
    var optimizer = optimizers.getFirst();
    var first = new AtomicBoolean(true);
    optimizer.step(() -> {
      var now = first.getAndSet(false) ? loss : again.get();
      optimizer.zeroGrad();
      now.backward();
      clipGradients();
      return now.item();
    });
    schedulers.forEach(Scheduler::step);
  }

  private void clipGradients() {
    if (clip.isPresent()) {
      double norm = Clip.norm(parameters, clip.getAsDouble());
      if (!Double.isFinite(norm)) {
        throw new TrainException("fit.gradient", FirstNotFinite.gradient(parameters));
      }
    }
  }

  private void scale(double factor) {
    try (var _ = Grad.noGrad()) {
      for (var parameter : parameters) {
        if (parameter.tensor().hasGrad()) {
          parameter.tensor().grad().mul_(factor);
        }
      }
    }
  }
}
