package profundo.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.tensor.Tensor;

/// Moves an optimizer's learning rates along a [Schedule]. It sets the first ones when it is made.
///
/// What another changes in between, such as a [Plateau], a second schedule or a person, is kept:
/// the rest of the schedule is multiplied by it.
public final class Scheduler {
  private final Optimizer optimizer;
  private final Schedule schedule;
  private double[] base;
  private double[] set;
  private long step;

  /// A schedule of the rates that the optimizer has now.
  public Scheduler(Optimizer optimizer, Schedule schedule) {
    this.optimizer = Given.require("optimizer", optimizer);
    this.schedule = Given.require("schedule", schedule);
    this.base = rates();
    this.set = base;
    set();
  }

  /// Goes to the next step: call it after [Optimizer#step()].
  public void step() {
    step++;
    takeUpChanges();
    set();
  }

  private double[] rates() {
    return optimizer.groups().stream().mapToDouble(Group::lr).toArray();
  }

  private void takeUpChanges() {
    var now = rates();
    for (int i = 0; i < now.length; i++) {
      if (now[i] != set[i]) {
        base[i] = set[i] == 0 ? now[i] : base[i] * (now[i] / set[i]);
      }
    }
  }

  private void set() {
    double factor = schedule.factor(step);
    set = Arrays.stream(base).map(rate -> rate * factor).toArray();
    for (double rate : set) {
      Checks.atLeast("learning rate at step " + step + " of the schedule", rate, 0);
    }
    for (int i = 0; i < set.length; i++) {
      optimizer.groups().get(i).lr(set[i]);
    }
  }

  /// Where the schedule stands, and the rates as they are now: those that another has changed since
  /// the last step are taken up at the next.
  public StateDict stateDict() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("step", Tensor.of(new long[] {step}));
    state.put("base_lrs", Tensor.of(base));
    state.put("last_lrs", Tensor.of(rates()));
    return new StateDict(state);
  }

  /// Goes on from where [#stateDict()] stood.
  ///
  /// @throws NetException if it belongs to an optimizer with other groups; nothing is changed then
  public void load(StateDict state) {
    Given.require("state", state);
    long at = state.get("step").itemLong();
    var rates = state.get("base_lrs").toDoubleArray();
    if (rates.length != base.length || at < 0) {
      throw new NetException(
          "The schedule's state is that of an optimizer with "
              + rates.length
              + " groups at step "
              + at
              + "; this one has "
              + base.length
              + ": resume with the groups that wrote it.");
    }
    for (double rate : rates) {
      Checks.atLeast("base learning rate of the schedule's state", rate, 0);
    }
    var last = state.has("last_lrs") ? state.get("last_lrs").toDoubleArray() : new double[0];
    for (double rate : last) {
      Checks.atLeast("last learning rate of the schedule's state", rate, 0);
    }
    step = at;
    base = rates;
    set();
    for (int i = 0; i < Math.min(last.length, base.length); i++) {
      optimizer.groups().get(i).lr(last[i]);
    }
  }
}
