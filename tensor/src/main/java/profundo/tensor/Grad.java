package profundo.tensor;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The modes of automatic differentiation, each in force on this thread until it is closed:
///
/// ```java
/// try (var _ = Grad.noGrad()) {
///   accuracy.add(net.forward(x), y);
/// }
/// ```
///
/// Modes close in the reverse order of their opening, on the thread that opened them.
public final class Grad implements AutoCloseable {
  private final Local local;
  private final @Nullable Grad outer;
  private final Runnable end;
  private boolean closed;

  private Grad(Local local, Runnable end) {
    this.local = local;
    this.outer = local.grad;
    this.end = end;
    local.grad = this;
  }

  /// Computes without remembering how: no gradients.
  public static Grad noGrad() {
    return mode(false);
  }

  /// Remembers how results are computed, inside [#noGrad()].
  public static Grad enabled() {
    return mode(true);
  }

  /// Computes without remembering how, and faster: the results can never be part of a graph. On a
  /// virtual thread it is [#noGrad()].
  public static Grad inference() {
    var local = Local.current();
    if (local.isVirtual()) {
      return noGrad();
    }
    var mode = new InferenceMode(true);
    return new Grad(local, mode::deallocate);
  }

  /// A result computed without gradients.
  public static <T> T noGrad(Supplier<T> computation) {
    NullArgument.require("noGrad", "computation", computation);
    try (var _ = noGrad()) {
      return computation.get();
    }
  }

  /// The gradients of a scalar with respect to tensors, without touching their `grad()`.
  ///
  /// @param createGraph whether the gradients can be differentiated in their turn
  public static List<Tensor> of(Tensor output, List<Tensor> inputs, boolean createGraph) {
    NullArgument.require("of", "output", output);
    NullArgument.require("of", "inputs", inputs);
    var all = inputs.toArray(new Tensor[0]);
    return List.of(BackwardPass.run(() -> compute(output, all, createGraph)));
  }

  private static Tensor[] compute(Tensor output, Tensor[] all, boolean createGraph) {
    return Op.many(
        "grad",
        () ->
            Op.withList(
                new Tensor[] {output},
                outputs ->
                    Op.withList(
                        all,
                        list -> {
                          var ones = new TensorVector();
                          try {
                            return torch.grad(
                                outputs,
                                list,
                                ones,
                                createGraph ? Op.TRUE : Op.FALSE,
                                createGraph,
                                false);
                          } finally {
                            ones.deallocate();
                          }
                        })),
        output,
        all);
  }

  /// Scales the gradients of these tensors so that their norm, taken over all of them together, is
  /// at most `max`, and returns what it was (Pascanu et al. 2013).
  ///
  /// @param p which norm: 2, 1, or infinity for the largest element
  public static double clipNorm(List<Tensor> tensors, double max, double p) {
    NullArgument.require("clipNorm", "tensors", tensors);
    var all = tensors.toArray(new Tensor[0]);
    try (var _ = GradientUse.change("clipNorm()", tensors)) {
      return Op.read(
          "clipNorm",
          () -> Op.withList(all, list -> torch.clip_grad_norm_(list, max, p, false)),
          (Object) all);
    }
  }

  /// Holds each element of the gradients of these tensors between −max and max.
  public static void clipValue(List<Tensor> tensors, double max) {
    NullArgument.require("clipValue", "tensors", tensors);
    var all = tensors.toArray(new Tensor[0]);
    try (var _ = GradientUse.change("clipValue()", tensors)) {
      Op.read(
          "clipValue",
          () ->
              Op.withList(
                  all,
                  list -> {
                    torch.clip_grad_value_(list, max);
                    return true;
                  }),
          (Object) all);
    }
  }

  private static Grad mode(boolean enabled) {
    var local = Local.current();
    boolean before = local.gradients();
    local.gradients(enabled);
    return new Grad(local, () -> local.gradients(before));
  }

  /// Goes back to the mode that was in force before. Closing twice does nothing.
  ///
  /// @throws TensorException on another thread than the one that opened the mode, or while a mode
  ///   inside this one is open
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Local.current() != local) {
      throw new TensorException("A gradient mode is closed by the thread that opened it.");
    }
    if (local.grad != this) {
      throw new TensorException(
          "Gradient modes close in the reverse order of their opening: use try-with-resources.");
    }
    closed = true;
    local.grad = outer;
    end.run();
  }
}
