package profundo.optim;

import static java.util.stream.Collectors.toSet;

import java.util.LinkedHashMap;
import profundo.nn.Net;
import profundo.nn.Parameter;
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
    }

    /// Puts the net's own weights back. Closing twice does nothing.
    @Override
    public void close() {
      if (!closed) {
        closed = true;
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
    double share = 1 - Checks.share("decay", decay);
    return new WeightAverage(net, n -> n == 0 ? 1 : share);
  }

  /// The plain mean of all updates, stochastic weight averaging (Izmailov et al. 2018).
  public static WeightAverage mean(Net net) {
    return new WeightAverage(net, n -> 1.0 / (n + 1));
  }

  /// Takes the weights as they are now into the average; the first become the average.
  public void update() {
    double share = weighing.share(count);
    var trained = net.parameters().stream().map(Parameter::name).collect(toSet());
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      net.stateDict()
          .asMap()
          .forEach((name, now) -> {
            if (trained.contains(name) && share < 1) {
              average.get(name).lerp_(now, share);
            } else {
              average.get(name).copy_(now);
            }
          });
    }
    count++;
  }

  /// Puts the averages into the net, and the net's weights aside, until the result is closed.
  public Swap swapIn() {
    return new Swap();
  }

  private void exchange() {
    var own = net.stateDict().copy();
    net.load(average);
    average.close();
    average = own;
  }

  /// The averages and how many updates they are of: copies, to be written to a file.
  public StateDict stateDict() {
    var state = new LinkedHashMap<String, Tensor>(average.copy().asMap());
    state.put(COUNT, Tensor.of(new long[] {count}));
    return new StateDict(state);
  }

  /// Goes on from a state that [#stateDict()] gave.
  public void load(StateDict state) {
    average.copyFrom(state, false);
    count = state.get(COUNT).itemLong();
  }

  /// Gives the memory of the averages back.
  @Override
  public void close() {
    average.close();
  }
}
