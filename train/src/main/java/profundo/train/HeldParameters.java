package profundo.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import profundo.nn.Net;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.optim.Optimizer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Whether all that a training's optimizers move is in its checkpoints.
final class HeldParameters {
  private static final int MOST_NAMED = 6;

  private HeldParameters() {}

  /// Refuses optimizers over parameters that nothing holds.
  ///
  /// @param others what gives the rest of the held state
  /// @throws TrainException with the names of the parameters
  static void require(
      Collection<Optimizer> optimizers,
      Collection<Net> nets,
      Collection<Supplier<StateDict>> others) {
    var held = new IdentityHashMap<Tensor, Boolean>();
    nets.forEach(net -> net.parameters().forEach(p -> held.put(p.tensor(), true)));
    var missing = new ArrayList<Parameter>();
    for (var optimizer : optimizers) {
      for (var group : optimizer.groups()) {
        group.parameters().stream()
            .filter(p -> !held.containsKey(p.tensor()))
            .forEach(missing::add);
      }
    }
    if (!missing.isEmpty()) {
      removeThoseElsewhere(missing, others);
    }
    if (!missing.isEmpty()) {
      var untrained = untrained(optimizers, nets);
      throw untrained.isEmpty()
          ? new TrainException("fit.notHeld", missing.size(), labels(missing))
          : new TrainException(
              "fit.replaced", missing.size(), labels(missing), untrained.size(), labels(untrained));
    }
  }

  /// What wants gradients in these nets, and no optimizer makes steps of.
  static List<Parameter> untrained(Collection<Optimizer> optimizers, Collection<Net> nets) {
    var trained = new IdentityHashMap<Tensor, Boolean>();
    for (var optimizer : optimizers) {
      for (var group : optimizer.groups()) {
        group.parameters().forEach(p -> trained.put(p.tensor(), true));
      }
    }
    return nets.stream()
        .flatMap(net -> net.parameters().stream())
        .filter(p -> p.tensor().requiresGrad() && !trained.containsKey(p.tensor()))
        .toList();
  }

  /// Some of these by their names and shapes.
  static String labels(List<Parameter> parameters) {
    return parameters.stream()
        .limit(MOST_NAMED)
        .map(HeldParameters::label)
        .collect(Collectors.joining(", "));
  }

  /// State that is held by a function may be copies: a tensor of the same numbers is taken for the
  /// parameter.
  private static void removeThoseElsewhere(
      List<Parameter> missing, Collection<Supplier<StateDict>> others) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      for (var other : others) {
        var tensors = other.get().asMap().values();
        missing.removeIf(p -> tensors.stream().anyMatch(t -> isSame(t, p.tensor())));
      }
    }
  }

  private static boolean isSame(Tensor held, Tensor parameter) {
    return held == parameter
        || (held.dtype() == parameter.dtype()
            && held.shape().equals(parameter.shape())
            && held.to(parameter.device()).equal(parameter));
  }

  private static String label(Parameter parameter) {
    return parameter.name() + " " + parameter.tensor().shape();
  }
}
