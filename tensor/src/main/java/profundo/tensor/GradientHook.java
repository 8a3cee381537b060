package profundo.tensor;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/// A function of a tensor's gradient that [Tensor#registerHook] has put in: here it is taken out.
public final class GradientHook {
  private static final Placeholder PLACEHOLDER = Native.constant(Placeholder::new);

  private final Calls calls;
  private final Function<Tensor, @Nullable Tensor> function;

  private GradientHook(Calls calls, Function<Tensor, @Nullable Tensor> function) {
    this.calls = calls;
    this.function = function;
  }

  /// The functions of one tensor's gradient, in the order of their registration.
  private static final class Calls extends AutogradHook {
    private final List<GradientHook> hooks = new CopyOnWriteArrayList<>();
    private final long output;

    private Calls(long output) {
      this.output = output;
    }

    @Override
    void call(TensorVector gradients, TensorVector outputs, TensorVector results) {
      for (long i = 0; i < gradients.size(); i++) {
        results.push_back(gradients.get(i));
      }
      for (var hook : hooks) {
        var gradient = results.get(output);
        if (gradient.defined()) {
          hook.apply(gradient, results, output);
        }
      }
    }
  }

  /// What makes native code put a hook at a tensor that was not computed; it is never called.
  private static final class Placeholder extends TensorTensorHook {
    @Override
    public TensorBase call(TensorBase gradient) {
      return gradient;
    }
  }

  static GradientHook register(Tensor tensor, Function<Tensor, @Nullable Tensor> function) {
    AutogradHook.require("registerHook");
    return Op.read(
        "registerHook",
        () -> {
          var raw = tensor.raw();
          if (!raw.requires_grad()) {
            throw new TensorException(
                "registerHook: this tensor gets no gradient: call requiresGrad(true) on it, or on"
                    + " what it is computed from: "
                    + tensor.shape()
                    + ".");
          }
          var calls = raw.is_leaf() ? atLeaf(raw) : atNode(raw);
          var hook = new GradientHook(calls, function);
          calls.hooks.add(hook);
          return hook;
        },
        tensor);
  }

  private static Calls atNode(org.bytedeco.pytorch.Tensor raw) {
    var calls = new Calls(raw.output_nr());
    var node = raw.grad_fn();
    AutogradHook.append(node.tensor_pre_hooks(), calls.before());
    node.deallocate();
    return calls;
  }

  /// The hooks of a leaf belong to the tensor, and the node that gathers its gradient shows them.
  /// The first is exchanged for ours.
  private static Calls atLeaf(org.bytedeco.pytorch.Tensor raw) {
    var gatherer = gatherer(raw);
    try {
      var hooks = gatherer.tensor_pre_hooks();
      if (hooks.size() == 0) {
        raw.register_hook(PLACEHOLDER);
      }
      var place =
          MemorySegment.ofAddress(
                  MemorySegment.ofAddress(hooks.address())
                      .reinterpret(Long.BYTES)
                      .get(JAVA_LONG, 0))
              .reinterpret(Long.BYTES);
      if (AutogradHook.at(place.get(JAVA_LONG, 0)) instanceof Calls there) {
        return there;
      }
      var calls = new Calls(0);
      AutogradHook.deleteNative(place.get(JAVA_LONG, 0));
      place.set(JAVA_LONG, 0, calls.before());
      return calls;
    } finally {
      gatherer.deallocate();
    }
  }

  private static Node gatherer(org.bytedeco.pytorch.Tensor raw) {
    var mode = new AutoGradMode(true);
    try {
      var alias = raw.alias();
      var function = alias.grad_fn();
      var node = function.next_edge(0).function();
      function.deallocate();
      alias.deallocate();
      return node;
    } finally {
      mode.deallocate();
    }
  }

  private void apply(org.bytedeco.pytorch.Tensor gradient, TensorVector results, long output) {
    try (var _ = Scope.open()) {
      var given = Op.copy("registerHook", gradient);
      var result = function.apply(given);
      if (result != null) {
        Kind.of(given).require("registerHook", "the hook returned", result);
        results.put(output, result.raw());
      }
    }
  }

  /// Takes the function out: it is not called again. Twice does nothing.
  public void remove() {
    calls.hooks.remove(this);
  }
}
