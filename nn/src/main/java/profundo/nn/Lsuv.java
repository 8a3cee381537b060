package profundo.nn;

import java.util.LinkedHashSet;
import java.util.concurrent.atomic.AtomicReference;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Layer-sequential unit-variance initialisation (Mishkin & Matas 2016, algorithm 1): orthonormal
/// weights, then layer by layer, scaled until the layer's output on real data has variance 1.
public final class Lsuv {
  private static final double TOLERANCE = 0.1;
  private static final int TRIES = 10;

  private Lsuv() {}

  /// Initialises every layer with a `weight` of two dimensions or more that takes part in a
  /// computation, in the order in which it does.
  ///
  /// @param forward computes the net's output for a batch of real data, such as `() ->
  ///   net.forward(x)`
  public static void init(Runnable forward) {
    Given.require("forward", forward);
    try (var _ = Grad.noGrad()) {
      var layers = weighted(forward);
      layers.forEach(layer -> Init.orthogonal(weight(layer), 1));
      for (var layer : layers) {
        double variance = variance(layer, forward);
        for (int i = 0; i < TRIES && Math.abs(variance - 1) >= TOLERANCE && variance > 0; i++) {
          weight(layer).div_(Math.sqrt(variance));
          variance = variance(layer, forward);
        }
      }
    }
  }

  private static LinkedHashSet<Net> weighted(Runnable forward) {
    var layers = new LinkedHashSet<Net>();
    watch(
        forward,
        (layer, _, _) -> {
          if (layer.stateDict().has("weight") && weight(layer).dim() >= 2) {
            layers.add(layer);
          }
        });
    return layers;
  }

  private static double variance(Net wanted, Runnable forward) {
    var variance = new AtomicReference<>(0.0);
    watch(
        forward,
        (layer, _, output) -> {
          if (layer == wanted) {
            variance.set(output.var(false).item());
          }
        });
    return variance.get();
  }

  private static void watch(Runnable forward, Watch.Watcher watcher) {
    try (var _ = Scope.open()) {
      Watch.during(
          () -> {
            forward.run();
            return true;
          },
          watcher);
    }
  }

  private static Tensor weight(Net layer) {
    return layer.stateDict().get("weight");
  }
}
