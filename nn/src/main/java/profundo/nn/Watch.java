package profundo.nn;

import java.util.function.Supplier;
import profundo.tensor.Tensor;

/// Sees the output of every layer while a computation runs: for summaries, for pictures of
/// activations, for finding where a number stopped being one.
///
/// ```java
/// Watch.during(() -> net.forward(x), (layer, in, out) -> IO.println(layer + " " + out.shape()));
/// ```
public final class Watch {
  private static final ScopedValue<Watcher> NOW = ScopedValue.newInstance();

  private Watch() {}

  /// What is told of each layer.
  @FunctionalInterface
  public interface Watcher {
    /// Called after a layer has computed `output` from `input`.
    void after(Net layer, Tensor input, Tensor output);
  }

  /// Runs a computation and shows the output of every layer of this library in it, and of every net
  /// that uses [Net#output(Tensor,Supplier)], on this thread.
  public static <T> T during(Supplier<T> computation, Watcher watcher) {
    Given.require("computation", computation);
    Given.require("watcher", watcher);
    return ScopedValue.where(NOW, watcher).call(computation::get);
  }

  /// Reports an output; cheap when nobody watches.
  static void report(Net layer, Tensor input, Tensor output) {
    if (NOW.isBound()) {
      NOW.get().after(layer, input, output);
    }
  }
}
