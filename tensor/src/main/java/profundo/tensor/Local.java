package profundo.tensor;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/// What a thread that uses tensors carries with it: its innermost scope, its modes, and the native
/// numbers it used last.
///
/// Native code keeps its modes (gradients, mixed precision) by carrier thread. A virtual thread has
/// them here and sets them at each call: inside a call it cannot change its carrier.
final class Local {
  private static final int SLOTS = Long.SIZE;
  private static final int SCALARS = 8;
  private static final int SCALARS_OF_VIRTUAL = 4;

  /// All threads that have used tensors, by their [#bit(Thread)].
  private static final List<Set<Local>> ALL =
      Stream.<Set<Local>>generate(ConcurrentHashMap::newKeySet).limit(SLOTS).toList();

  private static final ThreadLocal<Local> CURRENT = ThreadLocal.withInitial(Local::register);

  @Nullable Scope scope;
  @Nullable Grad grad;
  @Nullable Autocast autocast;

  /// What waits until this thread has returned from native code.
  final Queue<Retired> waiting = new ConcurrentLinkedQueue<>();

  private final WeakReference<Thread> thread;
  private final boolean virtual;
  private final int slot;
  private final Scalars scalars;
  private boolean gradients = true;

  /// Odd while this thread is in native code.
  private final AtomicLong calls = new AtomicLong();

  private int depth;

  private Local(Thread thread) {
    Native.load();
    this.thread = new WeakReference<>(thread);
    this.virtual = thread.isVirtual();
    this.slot = Long.numberOfTrailingZeros(bit(thread));
    this.scalars = new Scalars(virtual ? SCALARS_OF_VIRTUAL : SCALARS);
  }

  private static Local register() {
    var current = Thread.currentThread();
    var local = new Local(current);
    ALL.forEach(threads ->
        threads.forEach(other -> {
          if (other.hasEnded()) {
            other.end();
          }
        }));
    ALL.get(local.slot).add(local);
    Tensor.CLEANER.register(current, local::end);
    return local;
  }

  private boolean hasEnded() {
    var running = virtual ? null : thread.get();
    return running != null && !running.isAlive();
  }

  /// Gives back what a thread that has ended left behind: the tensors of its open scopes, and its
  /// numbers.
  private void end() {
    if (ALL.get(slot).remove(this)) {
      for (var open = scope; open != null; open = open.parent) {
        open.abandon();
      }
      scalars.free();
    }
  }

  static Local current() {
    return CURRENT.get();
  }

  /// A thread's mark among those that have used a tensor; some threads share one.
  static long bit(Thread thread) {
    return 1L << thread.threadId();
  }

  /// Begins a call into native code: what is found open from here on is not given back before
  /// [#leave()].
  static Local enter() {
    var local = current();
    if (local.depth++ == 0) {
      local.calls.set(local.calls.getPlain() + 1);
      if (local.virtual) {
        GradMode.set_enabled(local.gradients);
        Autocast.apply(local.autocast);
      }
    }
    return local;
  }

  void leave() {
    if (--depth == 0) {
      calls.set(calls.getPlain() + 1);
      if (!waiting.isEmpty()) {
        Retired.giveBackWaitingFor(this);
      }
    }
  }

  long calls() {
    return calls.get();
  }

  /// The calls into native code in which threads with these marks are now.
  static List<Retired.Call> callsUnderWay(long marks) {
    List<Retired.Call> found = List.of();
    for (long left = marks; left != 0; left &= left - 1) {
      for (var other : ALL.get(Long.numberOfTrailingZeros(left))) {
        long number = other.calls();
        if ((number & 1) == 1 && other.thread.get() != Thread.currentThread()) {
          found = found.isEmpty() ? new ArrayList<>() : found;
          found.add(new Retired.Call(other, number));
        }
      }
    }
    return found;
  }

  /// Whether this thread's computations are remembered for gradients.
  boolean gradients() {
    return virtual ? gradients : GradMode.is_enabled();
  }

  void gradients(boolean enabled) {
    gradients = enabled;
    if (setsModesNow()) {
      GradMode.set_enabled(enabled);
    }
  }

  /// Whether a mode that begins or ends is set natively at once, and not at the next call.
  boolean setsModesNow() {
    return !virtual || depth > 0;
  }

  boolean isVirtual() {
    return virtual;
  }

  /// See [Scalars#of(double)].
  Scalar scalar(double value) {
    return scalars.of(value);
  }

  /// See [Scalars#of(long)].
  Scalar scalar(long value) {
    return scalars.of(value);
  }
}
