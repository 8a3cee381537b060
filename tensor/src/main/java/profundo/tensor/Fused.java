package profundo.tensor;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;

/// Parameters that are updated together by one native call, with the state that goes with them: the
/// kernels beneath the optimizers. Each update is the one that PyTorch defines under its name.
///
/// All parameters of one object are on one device. A parameter without a gradient is left as it is.
public final class Fused implements AutoCloseable {
  private static final IValue NONE = Native.constant(IValue::new);

  private final Tensor[] parameters;
  private final Tensor[][] states;
  private final Lists lists;
  private final Cleaner.Cleanable cleanable;
  private final boolean[] present;
  private final boolean[] plainStates;
  private int count;
  private boolean closed;

  /// The native side: parameters, gradients and states of those that have a gradient.
  private record Lists(
      BoxedList parameters, BoxedList gradients, BoxedList[] states, BoxedList none)
      implements Runnable {
    @Override
    public void run() {
      parameters.deallocate();
      gradients.deallocate();
      none.deallocate();
      for (var state : states) {
        state.deallocate();
      }
    }
  }

  /// Parameters and their states, each a list with a tensor for each parameter.
  ///
  /// @throws TensorException if a state has more or fewer tensors
  public Fused(List<Tensor> parameters, List<List<Tensor>> states) {
    NullArgument.require("Fused", "parameters", parameters);
    NullArgument.require("Fused", "states", states);
    for (var state : states) {
      if (state.size() != parameters.size()) {
        throw new TensorException(
            "optimizer step: a state of "
                + state.size()
                + " tensors for "
                + parameters.size()
                + " parameters.");
      }
    }
    this.parameters = parameters.toArray(new Tensor[0]);
    this.states = states.stream().map(s -> s.toArray(new Tensor[0])).toArray(Tensor[][]::new);
    var boxes = new BoxedList[states.size()];
    Arrays.setAll(boxes, _ -> new BoxedList());
    this.lists = new Lists(new BoxedList(), new BoxedList(), boxes, new BoxedList());
    this.cleanable = Tensor.CLEANER.register(this, lists);
    this.present = new boolean[parameters.size()];
    this.plainStates = new boolean[parameters.size()];
    for (int i = 0; i < plainStates.length; i++) {
      int parameter = i;
      plainStates[i] = states.stream().allMatch(state -> state.get(parameter).isContiguous());
    }
  }

  /// Takes up the gradients as they are now, for the updates that follow.
  ///
  /// @return for each parameter, whether it has one; the array is this object's own
  public boolean[] gather() {
    if (closed) {
      throw new TensorException("optimizer step: the optimizer was closed.");
    }
    count = Op.read("optimizer step", this::gatherAll);
    return present;
  }

  private int gatherAll() {
    int at = 0;
    for (int i = 0; i < parameters.length; i++) {
      var gradient = parameters[i].raw().grad();
      boolean there = gradient.defined();
      if (there != present[i]) {
        present[i] = there;
        restart(i);
      }
      if (there) {
        put(i, at, gradient);
        at++;
      }
    }
    return at;
  }

  /// Fills the lists anew up to a parameter: another set of parameters has gradients.
  private void restart(int end) {
    lists.parameters.clear();
    lists.gradients.clear();
    for (var state : lists.states) {
      state.clear();
    }
    count = 0;
    for (int i = 0; i < end; i++) {
      if (present[i]) {
        put(i, count, parameters[i].raw().grad());
      }
    }
  }

  private void put(int parameter, int at, org.bytedeco.pytorch.Tensor gradient) {
    requireSize("gradient", gradient.numel(), parameters[parameter]);
    requireLayout(parameter, gradient);
    if (at < count) {
      lists.gradients.set(at, gradient);
      return;
    }
    lists.parameters.add(parameters[parameter].raw());
    lists.gradients.add(gradient);
    for (int s = 0; s < states.length; s++) {
      lists.states[s].add(states[s][parameter].raw());
    }
    count = at + 1;
  }

  /// The kernels go through the memory of a parameter, its gradient and its states side by side, as
  /// if all had one layout and one type.
  private void requireLayout(int i, org.bytedeco.pytorch.Tensor gradient) {
    var parameter = parameters[i].raw();
    if (plainStates[i] && parameter.is_contiguous() && gradient.is_contiguous()) {
      return;
    }
    if (!parameter.is_non_overlapping_and_dense()) {
      throw new TensorException(
          "optimizer step: the parameter "
              + parameters[i].shape()
              + " repeats numbers or leaves gaps in memory, as expand and slices do: give it memory"
              + " of its own with copy().");
    }
    requireSameStrides("gradient", parameter, gradient);
    for (var state : states) {
      if (state[i].numel() != 1 || parameter.numel() == 1) {
        requireSameStrides("state", parameter, state[i].raw());
      }
    }
  }

  /// Says what a kernel's complaint about types means.
  private void requireTypes() {
    for (int i = 0; i < parameters.length; i++) {
      for (var state : states) {
        if (state[i].numel() == parameters[i].numel()
            && state[i].dtype() != parameters[i].dtype()
            && parameters[i].numel() > 1) {
          throw new DTypeException(
              "",
              "optimizer step: a parameter is of "
                  + parameters[i].dtype()
                  + ", and its state was made when it was of "
                  + state[i].dtype()
                  + ": make the optimizer after net.to(…).");
        }
      }
    }
  }

  private static void requireSameStrides(
      String what, org.bytedeco.pytorch.Tensor parameter, org.bytedeco.pytorch.Tensor other) {
    for (int d = 0; d < parameter.dim(); d++) {
      if (parameter.size(d) > 1
          && (other.dim() != parameter.dim() || other.stride(d) != parameter.stride(d))) {
        throw new TensorException(
            "optimizer step: the "
                + what
                + " of a parameter of "
                + parameter.dim()
                + " dimensions lies in another order in memory than the parameter: did the"
                + " parameter change its layout? Make the optimizer afterwards.");
      }
    }
  }

  /// One step of Adam (Kingma & Ba 2015), or of AdamW (Loshchilov & Hutter 2019) with `decoupled`
  /// weight decay. The states are the first moments, the second moments, with `amsgrad` the largest
  /// second moments, and the number of this step.
  public void adam(
      boolean decoupled,
      double lr,
      double beta1,
      double beta2,
      double weightDecay,
      double eps,
      boolean amsgrad) {
    int moments = amsgrad ? 3 : 2;
    requireStates(moments, moments + 1);
    var largest = amsgrad ? lists.states[2] : lists.none;
    call(
        decoupled ? Kernels.ADAMW : Kernels.ADAM,
        new BoxedList[] {
          lists.parameters,
          lists.gradients,
          lists.states[0],
          lists.states[1],
          largest,
          lists.states[moments]
        },
        new double[] {lr, beta1, beta2, weightDecay, eps},
        amsgrad,
        false);
  }

  /// One step of stochastic gradient descent. The state, if there is momentum, is its buffers.
  ///
  /// @param first whether the buffers hold nothing yet
  public void sgd(
      double lr,
      double momentum,
      double dampening,
      double weightDecay,
      boolean nesterov,
      boolean first) {
    int buffers = momentum == 0 ? 0 : 1;
    requireStates(buffers, buffers);
    call(
        Kernels.SGD,
        new BoxedList[] {
          lists.parameters, lists.gradients, momentum == 0 ? lists.none : lists.states[0]
        },
        new double[] {weightDecay, momentum, lr, dampening},
        nesterov,
        false,
        first);
  }

  /// One step of Adagrad (Duchi et al. 2011). The states are the sums of squares and the number of
  /// this step.
  public void adagrad(double lr, double lrDecay, double weightDecay, double eps) {
    requireStates(1, 2);
    call(
        Kernels.ADAGRAD,
        new BoxedList[] {lists.parameters, lists.gradients, lists.states[0], lists.states[1]},
        new double[] {lr, lrDecay, weightDecay, eps},
        false);
  }

  /// The kernels take the parameter's size for that of everything that goes with it.
  private void requireStates(int elementwise, int all) {
    if (states.length < all) {
      throw new TensorException(
          "optimizer step: " + all + " states wanted, " + states.length + " given.");
    }
    for (int i = 0; i < present.length; i++) {
      for (int s = 0; present[i] && s < elementwise; s++) {
        requireSize("state", states[s][i].numel(), parameters[i]);
      }
    }
  }

  private static void requireSize(String what, long size, Tensor parameter) {
    if (size != parameter.numel()) {
      throw new ShapeException(
          "",
          "optimizer step: a "
              + what
              + " of "
              + size
              + " elements for a parameter "
              + parameter.shape()
              + ": did the parameter change its shape?",
          parameter.shape());
    }
  }

  private void call(OperatorHandle kernel, BoxedList[] boxes, double[] numbers, boolean... flags) {
    if (count == 0) {
      return;
    }
    var stack = new IValueVector();
    try (var _ = Grad.noGrad()) {
      for (var box : boxes) {
        stack.push_back(box.value);
      }
      for (double number : numbers) {
        push(stack, new IValue(number));
      }
      for (boolean flag : flags) {
        push(stack, new IValue(flag));
      }
      stack.push_back(NONE);
      stack.push_back(NONE);
      Op.run("optimizer step", () -> update(kernel, stack), parameters[0], parameters);
    } catch (TensorException e) {
      requireTypes();
      throw e;
    } finally {
      stack.deallocate();
      Reference.reachabilityFence(this);
    }
  }

  /// A kernel called by name leaves the versions as they are, by which the backward pass of what
  /// was computed before the step knows that its parameters are others now.
  private void update(OperatorHandle kernel, IValueVector stack) {
    kernel.callBoxed(stack);
    for (int i = 0; i < parameters.length; i++) {
      if (present[i]) {
        parameters[i].raw().unsafeGetTensorImpl().bump_version();
      }
    }
  }

  private static void push(IValueVector stack, IValue value) {
    stack.push_back(value);
    value.deallocate();
  }

  /// Gives the native lists back; the tensors are their owners'.
  @Override
  public void close() {
    closed = true;
    count = 0;
    cleanable.clean();
  }

  private static final class Kernels {
    static final OperatorHandle ADAM = find("_fused_adam_");
    static final OperatorHandle ADAMW = find("_fused_adamw_");
    static final OperatorHandle SGD = find("_fused_sgd_");
    static final OperatorHandle ADAGRAD = find("_fused_adagrad_");

    private static OperatorHandle find(String name) {
      return new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow("aten::" + name, ""));
    }
  }
}
