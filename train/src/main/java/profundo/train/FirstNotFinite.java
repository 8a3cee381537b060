package profundo.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import profundo.nn.Net;
import profundo.nn.Parameter;
import profundo.nn.Watch;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Finds where a number stopped being one: in the weights, in the data, in a layer, between two, or
/// in the loss. Each has its own remedy.
///
/// @param key of the sentence that says it, under `fit.cause`
/// @param where the parameter, the buffer or the layer
record FirstNotFinite(String key, String where) {
  /// What watching a computation has shown so far.
  private static final class Sight implements Watch.Watcher {
    private @Nullable FirstNotFinite found;
    private boolean isFirst = true;

    @Override
    public void after(Net layer, Tensor input, Tensor output) {
      if (found == null) {
        boolean enters = isFinite(input);
        if (!enters) {
          found = new FirstNotFinite(isFirst ? "input" : "between", label(layer));
        } else if (!isFinite(output)) {
          found = ofLayer(layer);
        }
      }
      isFirst = false;
    }
  }

  /// Runs the computation again and says where it first went wrong.
  static FirstNotFinite in(List<Net> nets, boolean isTrained, Supplier<Tensor> again) {
    return inWeights(nets, isTrained)
        .orElseGet(() -> {
          try (var _ = Scope.open();
              var _ = Grad.noGrad()) {
            var sight = new Sight();
            var loss = Watch.during(again, sight).item();
            return sight.found != null ? sight.found : ofLoss(loss);
          }
        });
  }

  /// What can be said of a loss whose computation cannot be run again.
  static FirstNotFinite without(List<Net> nets, boolean isTrained) {
    return inWeights(nets, isTrained).orElseGet(() -> new FirstNotFinite("unknown", ""));
  }

  /// In training a layer computes with the batch's own moments, so that its statistics do no harm.
  private static FirstNotFinite ofLayer(Net layer) {
    for (var buffer : layer.training() ? List.<Parameter>of() : layer.buffers()) {
      if (!isFinite(buffer.tensor())) {
        var start = layer.path().isEmpty() ? "" : layer.path() + ".";
        return new FirstNotFinite("buffer", start + buffer.name());
      }
    }
    return new FirstNotFinite("layer", label(layer));
  }

  private static FirstNotFinite ofLoss(double loss) {
    return new FirstNotFinite(Double.isInfinite(loss) ? "overflow" : "loss", "loss");
  }

  /// @param isTrained whether the nets have made a step
  private static Optional<FirstNotFinite> inWeights(List<Net> nets, boolean isTrained) {
    try (var _ = Scope.open()) {
      for (var net : nets) {
        for (var parameter : net.parameters()) {
          if (!isFinite(parameter.tensor())) {
            return Optional.of(
                new FirstNotFinite(isTrained ? "parameter" : "start", parameter.name()));
          }
        }
      }
      return Optional.empty();
    }
  }

  /// The name of the first parameter whose gradient is not finite.
  static String gradient(List<Parameter> parameters) {
    try (var _ = Scope.open()) {
      for (var parameter : parameters) {
        if (parameter.tensor().hasGrad() && !isFinite(parameter.tensor().grad())) {
          return parameter.name();
        }
      }
      return "";
    }
  }

  private static String label(Net layer) {
    var kind = layer.getClass().getSimpleName();
    return layer.path().isEmpty() ? kind : layer.path() + " (" + kind + ")";
  }

  private static boolean isFinite(Tensor tensor) {
    return !tensor.dtype().isFloatingPoint() || tensor.isFinite().all().itemLong() != 0;
  }
}
