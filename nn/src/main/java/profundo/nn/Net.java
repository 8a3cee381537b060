package profundo.nn;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.TensorException;

/// The base of everything with parameters: its fields are its layers.
///
/// ```java
/// final class Mlp extends Net implements Layer {
///   final Linear fc1 = new Linear(784, 300);
///   final Linear fc2 = new Linear(300, 10);
///
///   public Tensor forward(Tensor x) {
///     return fc2.forward(fc1.forward(x).relu());
///   }
/// }
/// ```
///
/// Fields that are nets, and lists, arrays and maps of nets, are children, in the order of their
/// declaration and under the field's name as Python writes it: `selfAttn` is `self_attn`, the first
/// of a list `layers` is `layers.0`. A layer's own tensors are registered with [#parameter(Tensor)]
/// and [#buffer(Tensor)], and named by the field that holds them. So the names in a state dict
/// equal PyTorch's.
///
/// Parameters and buffers belong to the net, never to a [Scope]. The class does not declare
/// `forward`: a net with one input and one output implements [Layer], others have a method of their
/// own.
public abstract class Net implements AutoCloseable {
  private static final ThreadLocal<@Nullable WeakReference<Net>> LAST = new ThreadLocal<>();

  private final List<Owned> owned = new ArrayList<>();
  private final Map<String, Net> named = new LinkedHashMap<>();
  private final @Nullable WeakReference<Net> before = LAST.get();
  private @Nullable Net parent;
  private boolean training = true;

  /// The kinds of tensor that a net owns.
  private enum Kind {
    PARAMETER,
    BUFFER,
    CONSTANT
  }

  private record Owned(Kind kind, @Nullable String name, Tensor tensor) {}

  /// A net whose fields are its layers.
  protected Net() {
    LAST.set(new WeakReference<>(this));
  }

  /// Makes a tensor a parameter of this net, named by the field that it is assigned to.
  protected final Tensor parameter(Tensor tensor) {
    return own(Kind.PARAMETER, null, tensor.requiresGrad(true));
  }

  /// Makes a tensor a parameter of this net under this name.
  protected final Tensor parameter(String name, Tensor tensor) {
    return own(Kind.PARAMETER, name, tensor.requiresGrad(true));
  }

  /// Makes a tensor a buffer, named by the field that it is assigned to: it is part of the state
  /// dict, and not trained.
  protected final Tensor buffer(Tensor tensor) {
    return own(Kind.BUFFER, null, tensor);
  }

  /// Makes a tensor a constant of this net: it moves between devices with it, and is not part of
  /// the state dict.
  protected final Tensor constant(Tensor tensor) {
    return own(Kind.CONSTANT, "", tensor);
  }

  /// Makes a net a child of this one under this name, whatever field holds it.
  protected final <N extends Net> N child(String name, N net) {
    named.put(name, net);
    ((Net) net).parent = this;
    return net;
  }

  private Tensor own(Kind kind, @Nullable String name, Tensor tensor) {
    owned.add(new Owned(kind, name, Scope.release(tensor)));
    return tensor;
  }

  /// The nets that this one consists of, by name, in order.
  public final Map<String, Net> children() {
    var children = new LinkedHashMap<>(named);
    var seen = new IdentityHashMap<Net, Boolean>();
    named.values().forEach(net -> seen.put(net, true));
    Fields.nets(
        this,
        (name, net) -> {
          if (seen.put(net, true) == null) {
            net.parent = this;
            children.put(name, net);
          }
        });
    return children;
  }

  /// Every parameter of this net and those below it, each once, by its full name, in order.
  public final List<Parameter> parameters() {
    return tensors(Kind.PARAMETER);
  }

  /// The buffers of this net and those below it, such as a batch normalisation's running mean.
  public final List<Parameter> buffers() {
    return tensors(Kind.BUFFER);
  }

  private List<Parameter> tensors(Kind kind) {
    var found = new IdentityHashMap<Tensor, Boolean>();
    var result = new ArrayList<Parameter>();
    visit(
        "",
        (name, own) -> {
          if (own.kind == kind && found.put(own.tensor, true) == null) {
            result.add(new Parameter(name, own.tensor));
          }
        });
    return result;
  }

  private interface Visitor {
    void visit(String name, Owned own);
  }

  private void visit(String prefix, Visitor visitor) {
    if (!owned.isEmpty()) {
      var names = Fields.tensors(this);
      for (var own : owned) {
        visitor.visit(prefix + name(own, names), own);
      }
    }
    children().forEach((name, net) -> net.visit(prefix + name + ".", visitor));
  }

  private String name(Owned own, Map<Tensor, String> names) {
    var name = own.name != null ? own.name : names.get(own.tensor);
    if (name == null) {
      throw new NetException(
          label()
              + " registers a "
              + own.kind.name().toLowerCase(Locale.ROOT)
              + " "
              + own.tensor.shape()
              + " that no field of it holds: assign it to a field, or give it a name.");
    }
    return name;
  }

  /// The parameters and buffers themselves, not copies, by the names that PyTorch gives them.
  public final StateDict stateDict() {
    var result = new LinkedHashMap<String, Tensor>();
    visit(
        "",
        (name, own) -> {
          if (own.kind != Kind.CONSTANT) {
            result.put(name, own.tensor);
          }
        });
    return new StateDict(result);
  }

  /// Copies the numbers of a state dict into this net's parameters and buffers; every name and
  /// shape has to fit. Nothing is changed unless all of it can be.
  ///
  /// @throws NetException with the names that are missing, left over or of another shape
  public final void load(StateDict state) {
    stateDict().copyFrom(state, true);
  }

  /// As [#load(StateDict)]; without `strict`, names that only one side has are passed over.
  public final void load(StateDict state, boolean strict) {
    stateDict().copyFrom(state, strict);
  }

  /// Sets this net and those below it to training, each by its own `train()`: dropout drops,
  /// normalisations use the batch.
  public Net train() {
    children().values().forEach(Net::train);
    training = true;
    return this;
  }

  /// Sets this net and those below it to evaluation, each by its own `eval()`.
  public Net eval() {
    children().values().forEach(Net::eval);
    training = false;
    return this;
  }

  /// Sets this net alone, not those below it.
  final void restore(boolean mode) {
    training = mode;
  }

  /// Whether this net is set to training, as it is from the start.
  public final boolean training() {
    return training;
  }

  /// Calls an action on every net below this one and then on this one.
  public final Net apply(Consumer<Net> action) {
    children().values().forEach(net -> net.apply(action));
    action.accept(this);
    return this;
  }

  /// Moves parameters, buffers and constants to a device.
  public Net to(Device device) {
    return convert(tensor -> tensor.to(device));
  }

  /// Makes the floating-point parameters, buffers and constants of another type.
  public Net to(DType dtype) {
    return convert(tensor -> tensor.dtype().isFloatingPoint() ? tensor.to(dtype) : tensor);
  }

  private Net convert(UnaryOperator<Tensor> change) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      visit(
          "",
          (_, own) -> {
            own.tensor.zeroGrad();
            own.tensor.setData(change.apply(own.tensor.detach()));
          });
    }
    return this;
  }

  /// Excludes every parameter from training.
  public final Net freeze() {
    return wantGrad(false);
  }

  /// Includes every parameter in training again.
  public final Net unfreeze() {
    return wantGrad(true);
  }

  private Net wantGrad(boolean wanted) {
    parameters().forEach(parameter -> parameter.tensor().requiresGrad(wanted));
    return this;
  }

  /// Forgets the gradients of every parameter.
  public final void zeroGrad() {
    parameters().forEach(parameter -> parameter.tensor().zeroGrad());
  }

  /// The number of trained numbers: the elements of the parameters that want gradients.
  public final long parameterCount() {
    return parameters().stream()
        .map(Parameter::tensor)
        .filter(Tensor::requiresGrad)
        .mapToLong(Tensor::numel)
        .sum();
  }

  final boolean ownsBuffers() {
    return owned.stream().anyMatch(own -> own.kind == Kind.BUFFER);
  }

  final long ownParameterCount() {
    return owned.stream()
        .filter(own -> own.kind == Kind.PARAMETER)
        .mapToLong(own -> own.tensor.numel())
        .sum();
  }

  /// The name of this net within the outermost one, such as `layer1.0.conv2`; empty for the
  /// outermost.
  public final String path() {
    var above = parent();
    if (above == null) {
      return "";
    }
    var start = above.path();
    var name =
        above.children().entrySet().stream()
            .filter(child -> child.getValue() == this)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("?");
    return start.isEmpty() ? name : start + "." + name;
  }

  /// The net that holds this one. Nobody tells a child its parent when it is made in a field's
  /// initialiser: so it is looked for, when a message wants it, among the nets made just before.
  private @Nullable Net parent() {
    for (var link = before; parent == null && link != null; ) {
      var earlier = link.get();
      if (earlier == null) {
        break;
      }
      if (earlier.children().containsValue(this)) {
        parent = earlier;
      }
      link = earlier.before;
    }
    return parent;
  }

  /// This net as errors name it: `model.c3 (Conv2d 6→16, 5×5)`.
  protected final String label() {
    var path = path();
    return path.isEmpty() ? toString() : "model." + path + " (" + this + ")";
  }

  /// The error to throw when this net cannot take its input: the problem comes after the net's path
  /// and description.
  protected final NetException wrong(String problem) {
    return new NetException(label() + ": " + problem);
  }

  /// Computes an output, which layers end with: it is shown to whoever watches this thread's nets
  /// (see [Watch]), and an operation that fails names this net.
  protected final Tensor output(Tensor input, Supplier<Tensor> computation) {
    Tensor result;
    try {
      result = computation.get();
    } catch (TensorException e) {
      throw e.getClass() == TensorException.class
          ? new NetException(label() + ": " + e.getMessage(), e)
          : e;
    }
    Watch.report(this, input, result);
    return result;
  }

  /// The multiply-adds that computing this output from this input takes, for [Summary]; those of
  /// the nets below are not counted again.
  protected long multiplyAdds(Tensor input, Tensor output) {
    return 0;
  }

  /// Gives the memory of parameters, buffers and constants back. Closing twice does nothing.
  @Override
  public void close() {
    visit("", (_, own) -> own.tensor.close());
  }

  /// The kind and the sizes, as errors and summaries show it: `Linear 120→84`.
  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
