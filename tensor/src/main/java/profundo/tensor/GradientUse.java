package profundo.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Node;
import org.jspecify.annotations.Nullable;

/// Who is at work on the gradients of which tensors. Native code would crash where one thread
/// forgets or applies a gradient while another computes it, so the second to come is refused with
/// the name of the first. Threads that train nets of their own do not meet here, and several may
/// differentiate with respect to the same tensors at once.
///
/// As long as one thread alone has worked on gradients, nothing is kept. Once there are two, the
/// tensors of each piece of work are found out before it begins.
public final class GradientUse implements AutoCloseable {
  private static final long PAUSE = 50_000;
  private static final AtomicReference<@Nullable Thread> FIRST = new AtomicReference<>();

  /// How many pieces of work the first thread has begun without a record, one within the other.
  private static final AtomicInteger UNRECORDED = new AtomicInteger();

  private static final List<GradientUse> WORK = new ArrayList<>();
  private static volatile boolean several;

  /// What is done to gradients: those of one kind may do it together, but for changes.
  private enum Kind {
    COMPUTE,
    READ,
    CHANGE
  }

  /// The tensors, by the addresses of the nodes that gather their gradients.
  private interface Leaves {
    Set<Long> find();
  }

  private static final GradientUse FIRST_ALONE = new GradientUse(Kind.READ, "", Set.of());

  private final Thread thread = Thread.currentThread();
  private final Kind kind;
  private final String what;
  private final Set<Long> leaves;

  private GradientUse(Kind kind, String what, Set<Long> leaves) {
    this.kind = kind;
    this.what = what;
    this.leaves = leaves;
  }

  /// Begins a change of the gradients of these tensors, or of the tensors by their gradients, which
  /// lasts until the result is closed. The same thread can begin another within it.
  ///
  /// @param what the change, for the message that another thread gets, such as `step()`
  /// @throws TensorException if another thread computes, reads or changes these gradients now
  public static GradientUse change(String what, List<Tensor> tensors) {
    NullArgument.require("gradients", "what", what);
    NullArgument.require("gradients", "tensors", tensors);
    return begin(Kind.CHANGE, what, () -> nodes(tensors));
  }

  static GradientUse read(Tensor tensor) {
    return begin(Kind.READ, "grad()", () -> nodes(List.of(tensor)));
  }

  static GradientUse compute(Tensor output) {
    return begin(Kind.COMPUTE, "backward()", () -> nodesBelow(output));
  }

  private static GradientUse begin(Kind kind, String what, Leaves leaves) {
    var me = Thread.currentThread();
    if (!several) {
      var first = FIRST.get();
      if (first != me && (first == null || (!first.isAlive() && UNRECORDED.get() == 0))) {
        FIRST.compareAndSet(first, me);
      }
      if (FIRST.get() == me) {
        UNRECORDED.incrementAndGet();
        if (!several) {
          return FIRST_ALONE;
        }
        UNRECORDED.decrementAndGet();
      }
      several = true;
    }
    while (UNRECORDED.get() > 0 && FIRST.get() != me) {
      LockSupport.parkNanos(PAUSE);
    }
    var work = new GradientUse(kind, what, leaves.find());
    work.enter();
    return work;
  }

  private void enter() {
    synchronized (WORK) {
      for (var other : WORK) {
        if (other.thread != thread && excludes(other)) {
          throw new TensorException(
              what
                  + ": the thread \""
                  + other.thread.getName()
                  + "\" is in "
                  + other.what
                  + " on gradients of the same tensors: one thread at a time trains a net. Wait for"
                  + " it, or give each thread a net of its own.");
        }
      }
      WORK.add(this);
    }
  }

  private boolean excludes(GradientUse other) {
    return (kind != other.kind || kind == Kind.CHANGE)
        && leaves.stream().anyMatch(other.leaves::contains);
  }

  /// Ends the work.
  @Override
  public void close() {
    if (this == FIRST_ALONE) {
      UNRECORDED.decrementAndGet();
    } else {
      synchronized (WORK) {
        WORK.remove(this);
      }
    }
  }

  private static Set<Long> nodes(List<Tensor> tensors) {
    var found = new HashSet<Long>();
    for (var tensor : tensors) {
      Op.run("gradients", () -> addNode(tensor.raw(), found), tensor);
    }
    return found;
  }

  /// The node that gathers a tensor's gradient is where whatever is computed from it leads.
  private static void addNode(org.bytedeco.pytorch.Tensor tensor, Set<Long> found) {
    if (!tensor.requires_grad() || !tensor.is_leaf()) {
      return;
    }
    var mode = new AutoGradMode(true);
    try {
      var alias = tensor.alias();
      var function = alias.grad_fn();
      if (function != null && !function.isNull()) {
        var node = function.next_edge(0).function();
        found.add(node.address());
        node.deallocate();
        function.deallocate();
      }
      alias.deallocate();
    } finally {
      mode.deallocate();
    }
  }

  private static Set<Long> nodesBelow(Tensor output) {
    var leaves = new HashSet<Long>();
    Op.run("backward", () -> search(output.raw().grad_fn(), leaves), output);
    return leaves;
  }

  private static void search(@Nullable Node start, Set<Long> leaves) {
    var seen = new HashSet<Long>();
    var open = new ArrayDeque<Node>();
    add(start, seen, open);
    while (!open.isEmpty()) {
      var node = open.pop();
      int edges = node.num_outputs();
      if (edges == 0) {
        leaves.add(node.address());
      }
      for (int i = 0; i < edges; i++) {
        add(node.next_edge(i).function(), seen, open);
      }
      node.deallocate();
    }
  }

  private static void add(@Nullable Node node, Set<Long> seen, ArrayDeque<Node> open) {
    if (node == null || node.isNull()) {
      return;
    }
    if (seen.add(node.address())) {
      open.push(node);
    } else {
      node.deallocate();
    }
  }
}
