package profundo.tensor;

import java.util.ArrayList;
import java.util.List;

/// One application of an [AutogradFunction]: the forward, and its node in the graph.
final class FunctionCall {
  private final AutogradFunction function;
  private final String name;
  private final Tensor[] inputs;

  private FunctionCall(AutogradFunction function, Tensor[] inputs) {
    this.function = function;
    this.name = name(function);
    this.inputs = inputs;
  }

  static Tensor one(AutogradFunction function, Tensor... inputs) {
    var all = all(function, inputs);
    if (all.size() != 1) {
      throw new TensorException(
          name(function)
              + ": apply(…) is for functions of one output, and forward gave "
              + all.size()
              + ": use tensors(…).");
    }
    return all.getFirst();
  }

  static List<Tensor> all(AutogradFunction function, Tensor... inputs) {
    NullArgument.require(name(function), "inputs", inputs);
    for (var input : inputs) {
      NullArgument.require(name(function), "an input", input);
    }
    return new FunctionCall(function, inputs.clone()).run();
  }

  /// The name in messages: that of the class, where it has one.
  private static String name(AutogradFunction function) {
    var type = function.getClass();
    return function instanceof SimpleFunction || type.isAnonymousClass() || type.isHidden()
        ? "AutogradFunction"
        : type.getSimpleName();
  }

  private List<Tensor> run() {
    boolean[] needed = needed();
    try (var scope = Scope.open()) {
      var versions = versions();
      var context = AutogradContext.ofForward(name, needed);
      List<Tensor> results;
      try (var _ = Grad.noGrad()) {
        var outputs = function.forward(context, List.of(inputs));
        requireOutputs(outputs);
        requireUnchanged(needed, versions);
        results = results(outputs);
        if (anyOf(needed) && results.stream().anyMatch(FunctionCall::isDifferentiable)) {
          AutogradHook.require(name);
          var saved = saved(context.kept(), outputs);
          FunctionNode.put(function, name, inputs, needed, results, saved);
        }
      }
      results.forEach(scope::keep);
      return results;
    }
  }

  private boolean[] needed() {
    var needed = new boolean[inputs.length];
    boolean recorded = Local.current().gradients();
    for (int i = 0; i < inputs.length; i++) {
      needed[i] = recorded && inputs[i].requiresGrad();
    }
    return needed;
  }

  private long[] versions() {
    var versions = new long[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      var input = inputs[i];
      versions[i] = Op.read(name, () -> SavedTensors.version(input.raw()), input);
    }
    return versions;
  }

  private void requireUnchanged(boolean[] needed, long[] before) {
    var now = versions();
    for (int i = 0; i < inputs.length; i++) {
      if (needed[i] && now[i] != before[i]) {
        throw new TensorException(
            name
                + ": forward changed the input "
                + i
                + " in place, which wants a gradient: change a copy().");
      }
    }
  }

  private void requireOutputs(List<Tensor> outputs) {
    NullArgument.require(name, "what forward gave", outputs);
    if (outputs.isEmpty()) {
      throw new TensorException(name + ": forward gave no output.");
    }
    for (int i = 0; i < outputs.size(); i++) {
      NullArgument.require(name, "the output " + i + " of forward", outputs.get(i));
    }
  }

  /// The outputs as tensors of their own: what was given may be part of another graph or of none,
  /// or be changed in place under a tensor that it shares memory with.
  private List<Tensor> results(List<Tensor> outputs) {
    var results = new ArrayList<Tensor>();
    var others = new ArrayList<>(List.of(inputs));
    for (var output : outputs) {
      boolean shares =
          output.requiresGrad()
              || Op.read(name, () -> output.raw().is_inference(), output)
              || others.stream()
                  .anyMatch(other ->
                      Op.read(name, () -> output.raw().is_alias_of(other.raw()), output, other));
      var result = output.detach();
      results.add(shares ? result.copy() : result);
      others.add(output);
    }
    return results;
  }

  private static boolean isDifferentiable(Tensor tensor) {
    return Kind.of(tensor).isDifferentiable();
  }

  private static boolean anyOf(boolean[] needed) {
    for (boolean one : needed) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  private SavedTensors saved(List<Tensor> kept, List<Tensor> outputs) {
    var saved = new SavedTensors(name);
    for (var tensor : kept) {
      int input = List.of(inputs).indexOf(tensor);
      if (input < 0 && tensor.requiresGrad()) {
        saved.release();
        throw new TensorException(
            name
                + ": a saved tensor wants a gradient and is no input, so that none would reach it:"
                + " give it as an input: "
                + Kind.of(tensor)
                + ".");
      }
      saved.add(tensor, input, FunctionNode.number(outputs, outputs.indexOf(tensor)));
    }
    return saved;
  }
}
