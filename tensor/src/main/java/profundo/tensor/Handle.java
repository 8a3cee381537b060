package profundo.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/// Everything native that one [Tensor] holds, so that whoever gives it back (its scope, its owner
/// or the collector) gives back all of it.
final class Handle implements Runnable {
  final org.bytedeco.pytorch.Tensor raw;
  private @Nullable TensorOptional optional;
  private volatile boolean wantsGradient;
  private long counted;

  Handle(org.bytedeco.pytorch.Tensor raw) {
    this.raw = raw;
  }

  /// The form in which native code takes arguments that may be absent. It holds the tensor too.
  synchronized TensorOptional optional() {
    if (optional == null) {
      optional = new TensorOptional(raw);
    }
    return optional;
  }

  /// Remembers that this tensor may get a gradient that was computed from it.
  void wantsGradient() {
    wantsGradient = true;
  }

  /// Counts the tensor's memory among that which only the collector gives back.
  void leaveScopes() {
    counted = UnscopedMemory.take(raw);
  }

  /// Gives everything back; to be called once.
  @Override
  public void run() {
    if (wantsGradient) {
      dropCycle();
    }
    if (optional != null) {
      optional.deallocate();
    }
    raw.deallocate();
    UnscopedMemory.giveBack(counted);
  }

  /// A gradient that can be differentiated in its turn holds the graph, which holds the tensor,
  /// which holds the gradient.
  private void dropCycle() {
    var gradient = raw.grad();
    if (gradient.defined() && gradient.requires_grad()) {
      raw.mutable_grad().reset();
    }
  }
}
