package profundo.train;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import profundo.nn.Parameter;
import profundo.optim.Clip;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.optim.Scheduler;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Tensor;

/// How losses move the weights: the gradients of a group of batches make one step of the optimizer,
/// the step that the whole group would have made as one batch.
///
/// A batch's loss is a mean, over its examples say. The gradient of the mean over the group is that
/// of Σ wᵢ · lossᵢ / Σ wᵢ; Σ wᵢ is known when the last batch has come, so until then the losses are
/// weighed by wᵢ / w₁, which is 1 where the batches are of one size.
final class Update {
  private final Optimizer optimizer;
  private final List<Parameter> parameters;
  private @Nullable Scheduler scheduler;
  private OptionalDouble clip = OptionalDouble.empty();
  private int most = 1;
  private int count;
  private double unit;
  private double weight;

  Update(Optimizer optimizer) {
    this.optimizer = optimizer;
    this.parameters =
        optimizer.groups().stream().flatMap(group -> group.parameters().stream()).toList();
  }

  /// Moves the learning rate after each step.
  Scheduler schedule(Schedule schedule) {
    var made = new Scheduler(optimizer, schedule);
    scheduler = made;
    return made;
  }

  /// Bounds the norm of the gradients of all that the optimizer trains.
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
      optimizer.zeroGrad();
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
    if (clip.isPresent()) {
      double norm = Clip.norm(parameters, clip.getAsDouble());
      if (!Double.isFinite(norm)) {
        throw new TrainException("fit.gradient", FirstNotFinite.gradient(parameters));
      }
    }
    optimizer.step();
    if (scheduler != null) {
      scheduler.step();
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
