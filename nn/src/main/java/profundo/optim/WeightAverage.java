package profundo.optim;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The average of a net's parameters over the steps of its training, which often generalises better
/// than the last of them. Buffers are taken as they are at the last update.
///
/// ```java
/// average.update();                 // after each step
/// try (var _ = average.swapIn()) {  // the net computes with the averages
///   validate(net);
/// }
/// ```
public final class WeightAverage implements AutoCloseable {
  private static final String COUNT = "n_averaged";

  private final Net net;
  private final Weighing weighing;
  private StateDict average;
  private long count;
  private @Nullable Swap swapped;

  /// What of the newest weights goes into the average that is taken for the n-th time, from 0.
  @FunctionalInterface
  private interface Weighing {
    double share(long n);
  }

  /// The averages in the net's place, until closed.
  public final class Swap implements AutoCloseable {
    private boolean closed;

    private Swap() {
      exchange();
      swapped = this;
    }

    /// Puts the net's own weights back. Closing twice does nothing.
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        swapped = null;
        exchange();
      }
    }
  }

  private WeightAverage(Net net, Weighing weighing) {
    this.net = net;
    this.weighing = weighing;
    this.average = net.stateDict().copy();
  }

  /// The exponential moving average: average ← decay · average + (1 − decay) · weights.
  public static WeightAverage exponential(Net net, double decay) {
    Given.require("net", net);
    double share = 1 - Checks.share("decay", decay);
    return new WeightAverage(net, n -> n == 0 ? 1 : share);
  }

  /// The plain mean of all updates, stochastic weight averaging (Izmailov et al. 2018).
  public static WeightAverage mean(Net net) {
    Given.require("net", net);
    return new WeightAverage(net, n -> 1.0 / (n + 1));
  }

  /// Takes the weights as they are now into the average; the first become the average.
  ///
  /// @throws NetException while the averages are in the net's place
  public void update() {
    requireOwnWeights("update");
    double share = weighing.share(count);
    var trained = Collections.<Tensor>newSetFromMap(new IdentityHashMap<>());
    net.parameters().forEach(parameter -> trained.add(parameter.tensor()));
    var done = Collections.<Tensor>newSetFromMap(new IdentityHashMap<>());
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      net.stateDict()
          .asMap()
          .forEach((name, now) -> {
            if (done.add(now)) {
              average(average.get(name), now, trained.contains(now) ? share : 1);
            }
          });
    }
    count++;
  }

  private static void average(Tensor average, Tensor now, double share) {
    if (share < 1 && now.dtype().isFloatingPoint()) {
      average.lerp_(now, share);
    } else {
      average.copy_(now);
    }
  }

  /// Puts the averages into the net, and the net's weights aside, until the result is closed.
  ///
  /// @throws NetException if they are there already
  public Swap swapIn() {
    requireOwnWeights("swapIn");
    return new Swap();
  }

  private void requireOwnWeights(String what) {
    if (swapped != null) {
      throw new NetException(
          what + ": the averages are in the net's place now: close what swapIn() gave first.");
    }
  }

  private void exchange() {
    var own = net.stateDict().copy();
    net.load(average);
    average.close();
    average = own;
  }

  /// The averages and how many updates they are of: copies, to be written to a file.
  public StateDict stateDict() {
    var averages = swapped == null ? average : net.stateDict();
    var state = new LinkedHashMap<String, Tensor>(averages.copy().asMap());
    state.put(COUNT, Tensor.of(new long[] {count}));
    return new StateDict(state);
  }

  /// Goes on from a state that [#stateDict()] gave.
  ///
  /// @throws NetException if it is that of another net, or while the averages are in the net's
  ///   place; nothing is changed then
  public void load(StateDict state) {
    Given.require("state", state);
    requireOwnWeights("load");
    long n = state.get(COUNT).itemLong();
    if (n < 0) {
      throw new NetException("The state of an average counts " + n + " updates.");
    }
    var averages = new LinkedHashMap<>(state.asMap());
    if (!average.has(COUNT)) {
      averages.remove(COUNT);
    }
    average.copyFrom(new StateDict(averages), true);
    count = n;
  }

  /// Gives the memory of the averages back, and the net its own weights where they were put aside.
  @Override
  public void close() {
    if (swapped != null) {
      swapped.close();
    }
    average.close();
  }
}
