package profundo.tensor;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The lifetime of native memory: a tensor made inside a scope dies with it unless it is kept.
///
/// A scope belongs to the thread that opened it, and scopes nest:
///
/// ```java
/// try (var step = Scope.open()) {
///   var loss = net.forward(x).crossEntropy(y);
///   loss.backward();
///   best = step.keep(loss.detach());
/// }
/// ```
///
/// Parameters, buffers, gradients and optimizer state belong to their nets and optimizers, never to
/// a scope. Outside every scope a tensor lives until it is closed, or until the collector finds it
/// unreachable.
public final class Scope implements AutoCloseable {
  private final Local local;
  final @Nullable Scope parent;
  private final ArrayList<Tensor> tensors = new ArrayList<>();
  private boolean closed;

  private Scope(Local local) {
    this.local = local;
    this.parent = local.scope;
  }

  /// Opens a scope inside this thread's innermost one.
  public static Scope open() {
    var local = Local.current();
    var scope = new Scope(local);
    local.scope = scope;
    return scope;
  }

  /// Whether a scope is open on this thread.
  public static boolean isOpen() {
    return Local.current().scope != null;
  }

  /// Moves a tensor of this scope to the enclosing one, or out of every scope, and returns it.
  ///
  /// A tensor of another scope is left where it is.
  ///
  /// @throws ClosedTensorException if the tensor is closed
  public Tensor keep(Tensor tensor) {
    NullArgument.require("keep", "tensor", tensor);
    tensor.raw();
    if (tensor.scope == this) {
      tensor.moveTo(parent);
    }
    return tensor;
  }

  /// Takes a tensor out of every scope and returns it: from now on it lives as long as the object
  /// that holds it, as a parameter does with its net.
  ///
  /// @throws ClosedTensorException if the tensor is closed
  public static Tensor release(Tensor tensor) {
    NullArgument.require("release", "tensor", tensor);
    tensor.raw();
    if (tensor.scope != null) {
      tensor.moveTo(null);
    }
    return tensor;
  }

  /// The number of tensors that would die if this scope closed now.
  public int size() {
    int alive = 0;
    for (var tensor : tensors) {
      if (tensor.scope == this && !tensor.isClosed()) {
        alive++;
      }
    }
    return alive;
  }

  /// Closes every tensor that was made in this scope and not kept. Closing twice does nothing.
  ///
  /// @throws TensorException if a scope inside this one is still open, or another thread opened it
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Local.current() != local) {
      throw new TensorException("A scope is closed by the thread that opened it.");
    }
    if (local.scope != this) {
      throw new TensorException(
          "Scopes close in the reverse order of their opening: use try-with-resources.");
    }
    closed = true;
    local.scope = parent;
    closeTensors(Tensor.BY_SCOPE);
  }

  /// Closes the tensors of a scope whose thread has ended without closing it.
  void abandon() {
    closed = true;
    closeTensors(Tensor.BY_THREAD);
  }

  private void closeTensors(String reason) {
    tensors.removeIf(tensor -> tensor.scope != this || !tensor.retire(reason));
    Retired.giveBack(tensors);
    tensors.clear();
  }

  void adopt(Tensor tensor) {
    tensors.add(tensor);
  }
}
