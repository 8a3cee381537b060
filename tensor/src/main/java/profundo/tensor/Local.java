package profundo.tensor;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/// What a thread that uses tensors carries with it: its innermost scope and the native numbers it
/// used last.
///
/// Native code keeps its modes (gradients, autocast) by carrier thread, so a virtual thread would
/// leak them into others: it is refused here, at its first operation.
final class Local {
  private static final int SLOTS = 256;
  private static final int RETIRED = 8;
  private static final List<WeakReference<Local>> ALL = new CopyOnWriteArrayList<>();
  private static final ThreadLocal<Local> CURRENT = ThreadLocal.withInitial(Local::register);

  @Nullable Scope scope;
  @Nullable Grad grad;
  @Nullable Autocast autocast;

  private final long[] keys = new long[SLOTS];
  private final @Nullable Scalar[] doubles = new Scalar[SLOTS];
  private final long[] integerKeys = new long[SLOTS];
  private final @Nullable Scalar[] integers = new Scalar[SLOTS];
  private final @Nullable Scalar[] retired = new Scalar[RETIRED];
  private int oldest;

  /// Odd while this thread is in native code.
  private final AtomicLong calls = new AtomicLong();

  private int depth;

  private static Local register() {
    var local = new Local();
    ALL.removeIf(thread -> thread.get() == null);
    ALL.add(new WeakReference<>(local));
    return local;
  }

  private Local() {
    if (Thread.currentThread().isVirtual()) {
      throw new TensorException(
          "Tensors are used from platform threads only: libtorch keeps its modes by carrier thread,"
              + " and a virtual thread would leak them into others. Run this on Thread.ofPlatform().");
    }
    Native.load();
  }

  static Local current() {
    return CURRENT.get();
  }

  /// Begins a call into native code: what is found open from here on is not given back before
  /// [#leave()].
  static Local enter() {
    var local = current();
    if (local.depth++ == 0) {
      local.calls.set(local.calls.getPlain() + 1);
    }
    return local;
  }

  void leave() {
    if (--depth == 0) {
      calls.setRelease(calls.getPlain() + 1);
      Retired.giveBackWaiting();
    }
  }

  long calls() {
    return calls.get();
  }

  /// The calls into native code in which other threads are now.
  static List<Retired.Call> callsOfOthers() {
    var mine = Thread.currentThread().isVirtual() ? null : current();
    List<Retired.Call> found = List.of();
    for (var thread : ALL) {
      var other = thread.get();
      if (other != null && other != mine) {
        long number = other.calls();
        if ((number & 1) == 1) {
          found = found.isEmpty() ? new ArrayList<>() : found;
          found.add(new Retired.Call(other, number));
        }
      }
    }
    return found;
  }

  /// The native form of a number; valid until this thread has asked for eight others, so that one
  /// call can take several.
  Scalar scalar(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int slot = slot(bits);
    var cached = doubles[slot];
    if (cached == null || keys[slot] != bits) {
      retire(cached);
      cached = new Scalar(value);
      doubles[slot] = cached;
      keys[slot] = bits;
    }
    return cached;
  }

  /// As [#scalar(double)] for an integer, which leaves an integer tensor's type as it is.
  Scalar scalar(long value) {
    int slot = slot(value);
    var cached = integers[slot];
    if (cached == null || integerKeys[slot] != value) {
      retire(cached);
      cached = new Scalar(value);
      integers[slot] = cached;
      integerKeys[slot] = value;
    }
    return cached;
  }

  private void retire(@Nullable Scalar scalar) {
    var last = retired[oldest];
    if (last != null) {
      last.deallocate();
    }
    retired[oldest] = scalar;
    oldest = (oldest + 1) % RETIRED;
  }

  private static int slot(long bits) {
    return (int) ((bits * 0x9E3779B97F4A7C15L) >>> 56);
  }
}
