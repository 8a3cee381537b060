package profundo.train;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import profundo.nn.Net;
import profundo.nn.Watch;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Finds where a number stopped being one: a parameter that is not finite any more, or the first
/// layer whose output is not.
final class FirstNotFinite {
  private FirstNotFinite() {}

  /// Runs the computation again and says where it first went wrong; empty if no layer did.
  static Optional<String> in(Net net, Supplier<Tensor> again) {
    var broken = parameter(net);
    if (broken.isPresent()) {
      return broken;
    }
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var first = new AtomicReference<Optional<String>>(Optional.empty());
      Watch.during(
          again,
          (layer, _, output) -> {
            if (first.get().isEmpty() && !isFinite(output)) {
              first.set(Optional.of(name(layer)));
            }
          });
      return first.get();
    }
  }

  /// The first parameter that is not finite.
  static Optional<String> parameter(Net net) {
    try (var _ = Scope.open()) {
      for (var parameter : net.parameters()) {
        if (!isFinite(parameter.tensor())) {
          return Optional.of(parameter.name());
        }
      }
      return Optional.empty();
    }
  }

  private static String name(Net layer) {
    var kind = layer.getClass().getSimpleName();
    return layer.path().isEmpty() ? kind : layer.path() + " (" + kind + ")";
  }

  private static boolean isFinite(Tensor tensor) {
    return !tensor.dtype().isFloatingPoint() || tensor.isFinite().all().itemLong() != 0;
  }
}
