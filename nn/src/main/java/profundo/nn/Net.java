package profundo.nn;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import profundo.tensor.ArgumentException;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.GradientUse;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.ShapeException;
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
/// Fields that are nets, and arrays, lists, other collections with an order, maps, optionals and
/// records of nets, are children, in the order of their declaration and under the field's name as
/// Python writes it: `selfAttn` is `self_attn`, the first of a list `layers` is `layers.0`, the
/// `left` of a map or a record `sides` is `sides.left`. A map without an order of its own is taken
/// in that of its keys. A layer's own tensors are registered with [#parameter(Tensor)] and
/// [#buffer(Tensor)], and named by the field that holds them. So the names in a state dict equal
/// PyTorch's; a net or a tensor that two fields hold has two names there, and is one parameter.
///
/// What would be lost is refused with its field's name when parameters or state are asked for: two
/// fields of one name, as `w` and `W` or that of a class and its subclass; nets in a set without
/// order, in a lambda or in an object that is no net; a tensor that requires a gradient and was
/// never registered; a net that holds itself. A field that is `transient` is no part of the net.
///
/// Parameters and buffers belong to the net, never to a [Scope]. The class does not declare
/// `forward`: a net with one input and one output implements [Layer], others have a method of their
/// own.
public abstract class Net implements AutoCloseable {
  private static final ThreadLocal<@Nullable WeakReference<Net>> LAST = new ThreadLocal<>();

  private static final ThreadLocal<Set<Net>> SWITCHING =
      ThreadLocal.withInitial(() -> Collections.newSetFromMap(new IdentityHashMap<>()));

  private final List<Owned> owned = new ArrayList<>();
  private final Map<String, Net> named = new LinkedHashMap<>();
  private final @Nullable WeakReference<Net> before = LAST.get();
  private @Nullable Net parent;
  private Mode mode = new Mode(true, false);
  private boolean frozen;

  /// @param training what [#train()] and [#eval()] said last
  /// @param byHand whether [#eval()] was called on this net itself and not on one that holds it
  record Mode(boolean training, boolean byHand) {}

  /// A net whose fields are its layers.
  protected Net() {
    LAST.set(new WeakReference<>(this));
  }

  /// Makes a tensor a parameter of this net, named by the field that it is assigned to.
  ///
  /// @throws NetException if the tensor was computed from one that requires a gradient, or does not
  ///   own its memory, as a part or a repetition of another does not: an optimizer's step would
  ///   change numbers that are not the parameter's
  protected final Tensor parameter(Tensor tensor) {
    return own(Owned.Kind.PARAMETER, null, tensor);
  }

  /// Makes a tensor a parameter of this net under this name, whatever field holds it; see
  /// [#parameter(Tensor)].
  protected final Tensor parameter(String name, Tensor tensor) {
    return own(Owned.Kind.PARAMETER, name, tensor);
  }

  /// Makes a tensor a buffer, named by the field that it is assigned to: it is part of the state
  /// dict, and not trained.
  ///
  /// @throws NetException if elements of the tensor share their memory, as in a repetition
  protected final Tensor buffer(Tensor tensor) {
    return own(Owned.Kind.BUFFER, null, tensor);
  }

  /// Makes a tensor a constant of this net: it moves between devices with it, and is not part of
  /// the state dict.
  protected final Tensor constant(Tensor tensor) {
    return own(Owned.Kind.CONSTANT, "", tensor);
  }

  /// Makes a net a child of this one under this name, whatever field holds it.
  ///
  /// @throws NetException if another child was given the name
  protected final <N extends Net> N child(String name, N net) {
    requireName(name);
    var before = named.putIfAbsent(name, net);
    if (before != null && before != net) {
      throw new NetException(
          label() + " has a child \"" + name + "\" already, " + before + ": choose another name.");
    }
    ((Net) net).parent = this;
    return net;
  }

  private Tensor own(Owned.Kind kind, @Nullable String name, @Nullable Tensor tensor) {
    if (tensor == null) {
      throw new NetException(label() + " registers null as a " + kind + ".");
    }
    if (name != null && kind != Owned.Kind.CONSTANT) {
      requireName(name);
    }
    if (kind != Owned.Kind.CONSTANT) {
      Parameter.requireMemory(kind + " of " + this, tensor, kind == Owned.Kind.PARAMETER);
    }
    owned.add(new Owned(kind, name, Scope.release(tensor)));
    return kind == Owned.Kind.PARAMETER ? tensor.requiresGrad(true) : tensor;
  }

  private void requireName(String name) {
    if (name.isBlank()) {
      throw new NetException(label() + " gives something a name that is blank.");
    }
  }

  final List<Owned> owned() {
    return owned;
  }

  final Map<String, Net> named() {
    return named;
  }

  final void heldBy(Net holder) {
    parent = holder;
  }

  /// The nets that this one consists of, by name, in order; one with several names is there under
  /// the first.
  ///
  /// @throws NetException if two have one name
  public final Map<String, Net> children() {
    var children = new Members(this).children();
    var seen = Collections.<Net>newSetFromMap(new IdentityHashMap<>());
    children.values().removeIf(net -> !seen.add(net));
    return children;
  }

  /// Every parameter of this net and those below it, each once, by its full name, in order.
  public final List<Parameter> parameters() {
    return tensors(Owned.Kind.PARAMETER);
  }

  /// The buffers of this net and those below it, such as a batch normalisation's running mean.
  public final List<Parameter> buffers() {
    return tensors(Owned.Kind.BUFFER);
  }

  private List<Parameter> tensors(Owned.Kind kind) {
    var found = new IdentityHashMap<Tensor, Boolean>();
    var result = new ArrayList<Parameter>();
    Names.visit(
        this,
        (name, own) -> {
          if (own.kind() == kind && found.put(own.tensor(), true) == null) {
            result.add(new Parameter(name, own.tensor()));
          }
        });
    return result;
  }

  /// The parameters and buffers themselves, not copies, by the names that PyTorch gives them: a
  /// tensor that has two names is there under both.
  public final StateDict stateDict() {
    var result = new LinkedHashMap<String, Tensor>();
    Names.visit(this, (name, own) -> result.put(name, own.tensor()));
    return new StateDict(result);
  }

  /// Copies the numbers of a state dict into this net's parameters and buffers; every name and
  /// shape has to fit. Nothing is changed unless all of it can be. Of a tensor with several names
  /// one is enough.
  ///
  /// @throws NetException with the names that are missing, left over or of another shape
  public final void load(StateDict state) {
    Given.require("state", state);
    stateDict().copyFrom(withTodaysNames(state), true);
  }

  /// As [#load(StateDict)]; without `strict`, names that only one side has are passed over.
  ///
  /// @return the names that were loaded, missing and left over, with a suggestion where another
  ///   prefix would fit
  public final LoadResult load(StateDict state, boolean strict) {
    Given.require("state", state);
    return stateDict().copyFrom(withTodaysNames(state), strict);
  }

  /// What files of before call parameters and buffers of this net, by their names of today, for a
  /// net that has changed them; [#load] takes both.
  protected Map<String, String> formerNames() {
    return Map.of();
  }

  /// A state dict in which what [#formerNames()] knows has its name of today.
  public final StateDict withTodaysNames(StateDict state) {
    Given.require("state", state);
    var former = formerNames();
    if (former.values().stream().noneMatch(state::has)) {
      return state;
    }
    var renamed = new LinkedHashMap<>(state.asMap());
    former.forEach((name, before) -> {
      if (state.has(before) && !state.has(name)) {
        renamed.put(name, state.get(before));
        renamed.remove(before);
      }
    });
    return new StateDict(renamed);
  }

  /// Sets this net and those below it to training: dropout drops, normalisations use the batch.
  /// Calls `train()` of each child, so that a net which overrides it decides for itself:
  ///
  /// ```java
  /// @Override
  /// public Net train() {
  ///   super.train();
  ///   backbone.eval();  // its batch normalisation keeps its statistics
  ///   return this;
  /// }
  /// ```
  public Net train() {
    return mode(true);
  }

  /// Sets this net and those below it to evaluation, by `eval()` of each child. In a training loop
  /// a part that was set to evaluation goes on evaluating: see [TrainingModes].
  public Net eval() {
    return mode(false);
  }

  private Net mode(boolean wanted) {
    var switching = SWITCHING.get();
    if (switching.add(this)) {
      try {
        mode = new Mode(wanted, !wanted);
        for (var child : new Members(this).nets()) {
          if (wanted) {
            child.train();
          } else {
            boolean byHand = child.mode.byHand();
            child.eval();
            child.mode = new Mode(child.mode.training(), byHand);
          }
        }
      } finally {
        switching.remove(this);
      }
    }
    return this;
  }

  final Mode mode() {
    return mode;
  }

  /// Sets this net alone, not those below it.
  final void restore(Mode wanted) {
    mode = wanted;
  }

  /// Whether this net is set to training, as it is from the start.
  public final boolean training() {
    return mode.training();
  }

  final boolean frozen() {
    return frozen;
  }

  /// Calls an action on every net below this one and then on this one, each once.
  public final Net apply(Consumer<Net> action) {
    Given.require("action", action);
    Tree.of(this).forEach(action);
    return this;
  }

  /// Moves parameters, buffers and constants to a device, if they are not there already. An
  /// optimizer that has made a step is made anew afterwards.
  ///
  /// @throws profundo.tensor.TensorException if another thread computes, reads or changes gradients
  ///   of the parameters now; nothing is moved then
  public Net to(Device device) {
    return isOn(device) ? this : convert(tensor -> tensor.to(device));
  }

  /// Makes the floating-point parameters, buffers and constants of another type. Optimizers are
  /// made afterwards.
  ///
  /// @throws profundo.tensor.TensorException as for [#to(Device)]
  public Net to(DType dtype) {
    return convert(tensor -> tensor.dtype().isFloatingPoint() ? tensor.to(dtype) : tensor);
  }

  private Net convert(UnaryOperator<Tensor> change) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var changed = new IdentityHashMap<Tensor, Tensor>();
      eachOwned(own -> changed.computeIfAbsent(own.tensor(), it -> change.apply(it.detach())));
      try (var _ = GradientUse.change("to()", List.copyOf(changed.keySet()))) {
        changed.forEach((tensor, data) -> {
          tensor.zeroGrad();
          tensor.setData(data);
        });
      }
    }
    return this;
  }

  private boolean isOn(Device device) {
    return Tree.of(this).stream()
        .flatMap(net -> net.owned.stream())
        .allMatch(own -> own.tensor().device().equals(device));
  }

  private void eachOwned(Consumer<Owned> action) {
    Tree.of(this).forEach(net -> net.owned.forEach(action));
  }

  /// Excludes every parameter from training. Batch normalisation in a frozen net uses its running
  /// moments, and leaves them as they are, in training too; to have it go on with the batch's, say
  /// `requiresGrad(false)` to the parameters instead.
  public final Net freeze() {
    return frozen(true);
  }

  /// Includes every parameter in training again.
  public final Net unfreeze() {
    return frozen(false);
  }

  private Net frozen(boolean wanted) {
    parameters().forEach(parameter -> parameter.tensor().requiresGrad(!wanted));
    return apply(net -> net.frozen = wanted);
  }

  /// Forgets the gradients of every parameter.
  ///
  /// @throws profundo.tensor.TensorException if another thread computes, reads or changes them now
  public final void zeroGrad() {
    var tensors = new ArrayList<Tensor>();
    eachOwned(own -> {
      if (own.kind() == Owned.Kind.PARAMETER) {
        tensors.add(own.tensor());
      }
    });
    try (var _ = GradientUse.change("zeroGrad()", tensors)) {
      tensors.forEach(Tensor::zeroGrad);
    }
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
    return owned.stream().anyMatch(own -> own.kind() == Owned.Kind.BUFFER);
  }

  /// The numbers that this net itself learns, without those of the nets below it.
  final long ownParameterCount() {
    return owned.stream()
        .filter(own -> own.kind() == Owned.Kind.PARAMETER)
        .mapToLong(own -> own.tensor().numel())
        .sum();
  }

  /// The name of this net within the outermost one, such as `layer1.0.conv2`; empty for the
  /// outermost.
  public final String path() {
    var names = new ArrayDeque<String>();
    var seen = Collections.<Net>newSetFromMap(new IdentityHashMap<>());
    var net = this;
    for (var above = parent(); above != null && seen.add(net); above = net.parent()) {
      names.push(new Members(above).nameOf(net));
      net = above;
    }
    return String.join(".", names);
  }

  final Net outermost() {
    var seen = Collections.<Net>newSetFromMap(new IdentityHashMap<>());
    var net = this;
    for (var above = parent(); above != null && seen.add(net); above = net.parent()) {
      net = above;
    }
    return net;
  }

  /// The net that holds this one. Nobody tells a child its parent when it is made in a field's
  /// initialiser: so it is looked for, when a message wants it, among the nets made just before.
  private @Nullable Net parent() {
    for (var link = before; parent == null && link != null; ) {
      var earlier = link.get();
      if (earlier == null) {
        break;
      }
      if (new Members(earlier).nets().contains(this)) {
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

  /// As [#wrong(String)], where the shapes of what the net is given are to blame.
  protected final ShapeException wrongShape(String problem, Tensor... inputs) {
    var shapes = Arrays.stream(inputs).map(Tensor::shape).toArray(Shape[]::new);
    return (ShapeException) new ShapeException("", problem, shapes).within(label());
  }

  /// Computes an output, which layers end with: it is shown to whoever watches this thread's nets
  /// (see [Watch]), and an operation that fails names this net.
  protected final Tensor output(Tensor input, Supplier<Tensor> computation) {
    Given.require(this, "x", input);
    Tensor result;
    try {
      result = computation.get();
    } catch (ArgumentException e) {
      throw e.within(label());
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
    eachOwned(own -> own.tensor().close());
  }

  /// The kind and the sizes, as errors and summaries show it: `Linear 120→84`.
  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
