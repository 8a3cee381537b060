package profundo.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.tensor.DType;
import profundo.tensor.Fused;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// What an optimizer remembers of a group's parameters: tensors of their shapes by name, and the
/// numbers of their steps, which lie together in one tensor so that one operation counts them all.
final class GroupState implements AutoCloseable {
  private static final String STATE = "state.";
  static final String STEP = "step";

  private final Group group;
  private final List<String> names;
  private final List<String> keys;
  private final Map<String, List<Tensor>> tensors = new LinkedHashMap<>();
  private final boolean[] started;
  private final long[] counts;
  private @Nullable Tensor steps;
  private @Nullable Fused fused;

  /// @param names what is remembered of each parameter
  /// @param keys the parameters' names in the state dict
  GroupState(Group group, List<String> names, List<String> keys) {
    this.group = group;
    this.names = names;
    this.keys = keys;
    this.started = new boolean[group.parameters().size()];
    this.counts = new long[started.length];
  }

  Group group() {
    return group;
  }

  boolean isEmpty() {
    return started.length == 0;
  }

  /// Whether this is the name of something that is remembered here.
  boolean knows(String key) {
    return isOfOurs(key) && names.contains(key.substring(key.lastIndexOf('.') + 1));
  }

  /// Whether this is the name of something that some optimizer remembers of a parameter here.
  boolean isOfOurs(String key) {
    int end = key.lastIndexOf('.');
    return end > STATE.length() && keys.contains(key.substring(STATE.length(), end));
  }

  /// The native side, with the states made if this is the first step.
  Fused fused() {
    var ready = fused;
    if (ready == null) {
      prepare();
      ready = new Fused(group.tensors(), names.stream().map(this::state).toList());
      fused = ready;
    }
    return ready;
  }

  /// The tensors of one name, one for each parameter.
  List<Tensor> state(String name) {
    var found = tensors.get(name);
    if (found == null) {
      throw new IllegalArgumentException(name);
    }
    return found;
  }

  /// A tensor that is remembered of one parameter.
  ///
  /// @throws NetException if nothing of that name is
  Tensor named(String name, int parameter) {
    if (!tensors.containsKey(name)) {
      throw new NetException(
          "The optimizer remembers nothing by the name \"" + name + "\": there is " + names + ".");
    }
    return state(name).get(parameter);
  }

  /// How many steps a parameter has made.
  long stepsOf(int parameter) {
    return counts[parameter];
  }

  /// Whether any parameter has made a step.
  boolean anyStarted() {
    for (boolean one : started) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  boolean started(int parameter) {
    return started[parameter];
  }

  /// Counts a step of the parameters that have a gradient.
  void count(boolean[] present) {
    var all = steps;
    boolean every = true;
    for (int i = 0; i < present.length; i++) {
      every &= present[i];
      started[i] |= present[i];
      counts[i] += present[i] ? 1 : 0;
    }
    if (all == null) {
      return;
    }
    if (every) {
      all.add_(1);
    } else {
      all.add_(Tensor.of(present).to(DType.FLOAT32).to(all.device()));
    }
  }

  /// Something done to a parameter by its gradient.
  interface Update {
    void of(int index, Tensor parameter, Tensor gradient);
  }

  /// Counts a step and updates, one by one, the parameters that have a gradient.
  ///
  /// @param decayed whether the weight decay is added to the gradients
  void eachGradient(boolean decayed, Update update) {
    prepare();
    var all = group.tensors();
    var present = new boolean[started.length];
    for (int i = 0; i < present.length; i++) {
      present[i] = all.get(i).hasGrad();
    }
    count(present);
    for (int i = 0; i < present.length; i++) {
      if (present[i]) {
        var gradient = all.get(i).grad();
        double decay = decayed ? group.weightDecay() : 0;
        update.of(i, all.get(i), decay == 0 ? gradient : gradient.add(all.get(i), decay));
      }
    }
  }

  private void prepare() {
    if (!tensors.isEmpty() || names.isEmpty()) {
      return;
    }
    for (var name : names) {
      tensors.put(name, name.equals(STEP) ? makeSteps() : makeZeros());
    }
  }

  private List<Tensor> makeZeros() {
    return group.tensors().stream().map(p -> Scope.release(p.detach().zerosLike())).toList();
  }

  private List<Tensor> makeSteps() {
    int n = group.parameters().size();
    var all =
        Scope.release(
            Tensors.zeros(DType.FLOAT32, group.parameters().getFirst().tensor().device(), n));
    steps = all;
    var views = new ArrayList<Tensor>();
    for (int i = 0; i < n; i++) {
      views.add(Scope.release(all.get(i)));
    }
    return views;
  }

  /// Copies of the states of the parameters that have made a step, by full name.
  Map<String, Tensor> state() {
    var result = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < started.length; i++) {
      if (started[i]) {
        for (var name : names) {
          result.put(key(i, name), state(name).get(i).copy());
        }
      }
    }
    return result;
  }

  void requireFits(StateDict state) {
    for (int i = 0; i < started.length; i++) {
      var parameter = group.parameters().get(i);
      for (var name : names) {
        if (state.has(key(i, name)) != state.has(key(i, names.getFirst()))) {
          throw new NetException(
              "The optimizer's state lacks "
                  + key(i, name)
                  + ": it is that of another optimizer. Resume with the optimizer that wrote it.");
        }
        if (state.has(key(i, name))) {
          requireShape(parameter, state.get(key(i, name)), name.equals(STEP));
        }
      }
    }
  }

  private static void requireShape(Parameter parameter, Tensor state, boolean one) {
    if (one ? state.numel() != 1 : !state.shape().equals(parameter.tensor().shape())) {
      throw new NetException(
          "The optimizer's state of "
              + parameter.name()
              + " is "
              + state.shape()
              + " and should be "
              + (one ? "one number" : parameter.tensor().shape().toString())
              + ": it belongs to another model.");
    }
  }

  void load(StateDict state) {
    if (names.isEmpty() || isEmpty()) {
      return;
    }
    prepare();
    for (int i = 0; i < started.length; i++) {
      started[i] = state.has(key(i, names.getFirst()));
      for (var name : names) {
        var target = state(name).get(i);
        if (started[i]) {
          target.copy_(state.get(key(i, name)).reshape(target.shape()));
        } else {
          target.zero_();
        }
      }
      counts[i] = started[i] && names.contains(STEP) ? state.get(key(i, STEP)).itemLong() : 0;
    }
  }

  /// The name in the state dict of something that is remembered of a parameter.
  String key(int parameter, String name) {
    return STATE + keys.get(parameter) + "." + name;
  }

  @Override
  public void close() {
    if (fused != null) {
      fused.close();
      fused = null;
    }
    tensors.values().forEach(list -> list.forEach(Tensor::close));
    tensors.clear();
    Arrays.fill(started, false);
    Arrays.fill(counts, 0);
    if (steps != null) {
      steps.close();
      steps = null;
    }
  }
}
