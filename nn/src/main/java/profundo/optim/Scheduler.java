package profundo.optim;

import java.util.Map;
import profundo.nn.StateDict;
import profundo.tensor.Tensor;

/// Moves an optimizer's learning rates along a [Schedule]. It sets the first ones when it is made.
public final class Scheduler {
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final double[] rates;
  private long step;

  /// A schedule of the rates that the optimizer has now.
  public Scheduler(Optimizer optimizer, Schedule schedule) {
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.rates = optimizer.groups().stream().mapToDouble(Group::lr).toArray();
    set();
  }

  /// Goes to the next step: call it after [Optimizer#step()].
  public void step() {
    step++;
    set();
  }

  private void set() {
    double factor = schedule.factor(step);
    for (int i = 0; i < rates.length; i++) {
      optimizer.groups().get(i).lr(rates[i] * factor);
    }
  }

  /// Where the schedule stands.
  public StateDict stateDict() {
    return new StateDict(
        Map.of("step", Tensor.of(new long[] {step}), "base_lrs", Tensor.of(rates)));
  }

  /// Goes on from where [#stateDict()] stood.
  public void load(StateDict state) {
    step = state.get("step").itemLong();
    System.arraycopy(state.get("base_lrs").toDoubleArray(), 0, rates, 0, rates.length);
    set();
  }
}
