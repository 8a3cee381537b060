package profundo.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/// An array of numbers of one type, with any number of dimensions, on one device, that knows how to
/// differentiate what is computed from it.
///
/// ```java
/// var w = Tensor.randn(784, 10).requiresGrad(true);
/// Tensor loss = pictures.flatten(1).matmul(w).crossEntropy(labels);
/// loss.backward();
/// Tensor gradient = w.grad();             // [784, 10]
/// ```
///
/// Operations are named as in PyTorch, in camel case; those that change a tensor in place end with
/// an underscore. They are grouped by family in the interfaces below ([Pointwise], [Reductions],
/// [Shaping], …); makers of new tensors are static methods of [Tensors], repeated here for the
/// common ones.
///
/// The numbers lie in native memory. Inside a [Scope] that memory is given back when the scope
/// closes; outside, when [#close()] is called or the collector finds the tensor unreachable. Using
/// a closed tensor throws a [ClosedTensorException], also where another thread closed it: memory
/// that a thread is reading is given back when it has read. A tensor may pass from one thread to
/// another, platform or virtual; several may read it at once, and one at a time may change it.
public final class Tensor
    implements AutoCloseable,
        Pointwise,
        Bitwise,
        Comparisons,
        Reductions,
        Shaping,
        Indexing,
        InPlace,
        Linalg,
        Spectral,
        Activations,
        Convolutions,
        TransposedConvolutions,
        Resampling,
        Normalisations,
        Attention,
        Recurrences,
        Losses,
        MarginLosses,
        LikelihoodLosses,
        Sampling,
        Conversions,
        Gradients {
  private static final AtomicReferenceFieldUpdater<Tensor, @Nullable String> CLOSED_BY =
      AtomicReferenceFieldUpdater.newUpdater(Tensor.class, String.class, "closedBy");
  private static final AtomicReferenceFieldUpdater<Tensor, @Nullable Arena> VIEWS =
      AtomicReferenceFieldUpdater.newUpdater(Tensor.class, Arena.class, "arena");
  private static final VarHandle USERS = users(MethodHandles.lookup());
  static final String BY_SCOPE = "its scope closed";
  static final String BY_THREAD = "its thread ended inside its scope";
  private static final String BY_HAND = "close() was called on it";
  static final boolean DEBUG = Boolean.getBoolean("profundo.debug");
  static final Cleaner CLEANER =
      Cleaner.create(Thread.ofPlatform().daemon().name("profundo-cleaner").factory());

  private final Handle handle;
  private final String madeBy;
  private final @Nullable Throwable madeAt;
  @Nullable Scope scope;
  private Cleaner.@Nullable Cleanable cleanable;
  private volatile @Nullable String closedBy;
  private @Nullable Throwable closedAt;
  private volatile @Nullable Arena arena;

  /// The marks of the threads that have used this tensor.
  private volatile long users;

  Tensor(org.bytedeco.pytorch.Tensor raw, String madeBy) {
    this.handle = new Handle(raw);
    this.madeBy = madeBy;
    this.madeAt = DEBUG ? new Throwable("made by " + madeBy + " here") : null;
    USERS.set(this, Local.bit(Thread.currentThread()));
    moveTo(Local.current().scope);
  }

  /// A tensor with these numbers; with no shape given it has one dimension.
  ///
  /// @throws ShapeException if the shape asks for another number of elements
  public static Tensor of(float[] values, long... shape) {
    NullArgument.require("of", "values", values);
    NullArgument.require("of", "shape", shape);
    return Memory.fromArray(MemorySegment.ofArray(values), DType.FLOAT32, values.length, shape);
  }

  /// As [#of(float[],long...)] with these sizes.
  public static Tensor of(float[] values, Shape shape) {
    return of(values, NullArgument.require("of", "shape", shape).sizes());
  }

  /// A double-precision tensor with these numbers; see [#of(float[],long...)].
  public static Tensor of(double[] values, long... shape) {
    NullArgument.require("of", "values", values);
    NullArgument.require("of", "shape", shape);
    return Memory.fromArray(MemorySegment.ofArray(values), DType.FLOAT64, values.length, shape);
  }

  /// As [#of(double[],long...)] with these sizes.
  public static Tensor of(double[] values, Shape shape) {
    return of(values, NullArgument.require("of", "shape", shape).sizes());
  }

  /// A tensor of 64-bit integers, such as class labels; see [#of(float[],long...)].
  public static Tensor of(long[] values, long... shape) {
    NullArgument.require("of", "values", values);
    NullArgument.require("of", "shape", shape);
    return Memory.fromArray(MemorySegment.ofArray(values), DType.INT64, values.length, shape);
  }

  /// As [#of(long[],long...)] with these sizes.
  public static Tensor of(long[] values, Shape shape) {
    return of(values, NullArgument.require("of", "shape", shape).sizes());
  }

  /// A tensor of 32-bit integers; see [#of(float[],long...)].
  public static Tensor of(int[] values, long... shape) {
    NullArgument.require("of", "values", values);
    NullArgument.require("of", "shape", shape);
    return Memory.fromArray(MemorySegment.ofArray(values), DType.INT32, values.length, shape);
  }

  /// As [#of(int[],long...)] with these sizes.
  public static Tensor of(int[] values, Shape shape) {
    return of(values, NullArgument.require("of", "shape", shape).sizes());
  }

  /// A tensor of unsigned bytes; see [#of(float[],long...)].
  public static Tensor of(byte[] values, long... shape) {
    NullArgument.require("of", "values", values);
    NullArgument.require("of", "shape", shape);
    return Memory.fromArray(MemorySegment.ofArray(values), DType.UINT8, values.length, shape);
  }

  /// As [#of(byte[],long...)] with these sizes.
  public static Tensor of(byte[] values, Shape shape) {
    return of(values, NullArgument.require("of", "shape", shape).sizes());
  }

  /// A tensor of truth values; see [#of(float[],long...)].
  public static Tensor of(boolean[] values, long... shape) {
    NullArgument.require("of", "values", values);
    NullArgument.require("of", "shape", shape);
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return Memory.fromArray(MemorySegment.ofArray(bytes), DType.BOOL, values.length, shape);
  }

  /// As [#of(boolean[],long...)] with these sizes.
  public static Tensor of(boolean[] values, Shape shape) {
    return of(values, NullArgument.require("of", "shape", shape).sizes());
  }

  /// A matrix with these rows.
  ///
  /// @throws ShapeException if the rows differ in length
  public static Tensor of(float[][] rows) {
    NullArgument.require("of", "rows", rows);
    int width = rows.length == 0 ? 0 : rows[0].length;
    var flat = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new ShapeException(
            "",
            "The rows differ in length: row 0 has "
                + width
                + " numbers, row "
                + i
                + " has "
                + rows[i].length
                + ".");
      }
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return of(flat, rows.length, width);
  }

  /// A scalar of single precision.
  public static Tensor scalar(double value) {
    return Tensors.full(value);
  }

  /// A tensor over this native memory, without a copy: what is written to one shows in the other.
  /// The memory of an automatic arena is held until the last tensor over it, or over a part of it,
  /// is gone.
  ///
  /// @throws TensorException if the segment lies on the Java heap (use `of`), is read-only, is too
  ///   short for the shape, or belongs to a closed arena or one that can be closed
  public static Tensor view(MemorySegment memory, DType dtype, long... shape) {
    NullArgument.require("view", "memory", memory);
    NullArgument.require("view", "dtype", dtype);
    NullArgument.require("view", "shape", shape);
    return Memory.view(memory, dtype, shape, () -> {});
  }

  /// As [#view(MemorySegment,DType,long...)] with these sizes.
  public static Tensor view(MemorySegment memory, DType dtype, Shape shape) {
    return view(memory, dtype, NullArgument.require("view", "shape", shape).sizes());
  }

  /// As [#view(MemorySegment,DType,long...)], and runs `released` when the last tensor over the
  /// memory is gone, on the thread that lets it go: then the memory can be used for something else.
  /// What it throws goes to that thread's handler of uncaught exceptions.
  public static Tensor view(MemorySegment memory, DType dtype, long[] shape, Runnable released) {
    NullArgument.require("view", "memory", memory);
    NullArgument.require("view", "dtype", dtype);
    NullArgument.require("view", "shape", shape);
    NullArgument.require("view", "released", released);
    return Memory.view(memory, dtype, shape, released);
  }

  /// Zeros, of single precision.
  public static Tensor zeros(long... shape) {
    NullArgument.require("zeros", "shape", shape);
    return Tensors.zeros(DType.FLOAT32, Device.CPU, shape);
  }

  /// As [#zeros(long...)] with these sizes.
  public static Tensor zeros(Shape shape) {
    return zeros(NullArgument.require("zeros", "shape", shape).sizes());
  }

  /// Ones, of single precision.
  public static Tensor ones(long... shape) {
    NullArgument.require("ones", "shape", shape);
    return Tensors.full(1, shape);
  }

  /// As [#ones(long...)] with these sizes.
  public static Tensor ones(Shape shape) {
    return ones(NullArgument.require("ones", "shape", shape).sizes());
  }

  /// The same number everywhere, of single precision.
  public static Tensor full(double value, long... shape) {
    NullArgument.require("full", "shape", shape);
    return Tensors.full(value, shape);
  }

  /// As [#full(double,long...)] with these sizes.
  public static Tensor full(double value, Shape shape) {
    return full(value, NullArgument.require("full", "shape", shape).sizes());
  }

  /// The numbers 0, 1, … below `end`, as 64-bit integers.
  public static Tensor arange(long end) {
    return Tensors.arange(0, end, 1);
  }

  /// Draws from the standard normal distribution, of single precision.
  public static Tensor randn(long... shape) {
    NullArgument.require("randn", "shape", shape);
    return Tensors.randn(shape);
  }

  /// As [#randn(long...)] with these sizes.
  public static Tensor randn(Shape shape) {
    return randn(NullArgument.require("randn", "shape", shape).sizes());
  }

  /// Draws from the uniform distribution over 0 to 1, of single precision.
  public static Tensor rand(long... shape) {
    NullArgument.require("rand", "shape", shape);
    return Tensors.rand(shape);
  }

  /// As [#rand(long...)] with these sizes.
  public static Tensor rand(Shape shape) {
    return rand(NullArgument.require("rand", "shape", shape).sizes());
  }

  /// Joins tensors along a dimension that exists. Their other sizes agree.
  public static Tensor cat(long dim, Tensor... tensors) {
    return Tensors.cat(dim, tensors);
  }

  /// Joins tensors of one shape along a new dimension.
  public static Tensor stack(long dim, Tensor... tensors) {
    return Tensors.stack(dim, tensors);
  }

  /// Whether the memory has been given back.
  public boolean isClosed() {
    return closedBy != null;
  }

  /// Gives the memory back. Closing twice does nothing.
  @Override
  public void close() {
    close(BY_HAND);
  }

  private void close(String reason) {
    if (retire(reason)) {
      Retired.giveBack(List.of(this));
    }
  }

  /// Closes the tensor for every thread but leaves its memory; false if that was done before.
  boolean retire(String reason) {
    if (!CLOSED_BY.compareAndSet(this, null, reason)) {
      return false;
    }
    closedAt = DEBUG ? new Throwable("closed here") : null;
    scope = null;
    closeViews();
    return true;
  }

  /// Ends the views that Java holds of this tensor's memory.
  void closeViews() {
    var views = arena == null ? null : VIEWS.getAndSet(this, null);
    if (views != null) {
      views.close();
    }
  }

  void free() {
    if (cleanable != null) {
      cleanable.clean();
    } else {
      handle.run();
    }
  }

  void moveTo(@Nullable Scope target) {
    scope = target;
    if (target != null) {
      target.adopt(this);
    } else if (cleanable == null) {
      cleanable = CLEANER.register(this, handle);
      handle.leaveScopes();
    }
  }

  /// The binding's tensor, or the exception that says who closed it. The thread leaves its mark
  /// before it looks whether the tensor is open, and who closes it looks for marks after closing:
  /// one of the two sees the other.
  org.bytedeco.pytorch.Tensor raw() {
    long me = Local.bit(Thread.currentThread());
    if (((long) USERS.get(this) & me) == 0) {
      USERS.getAndBitwiseOr(this, me);
    }
    if (closedBy != null) {
      throw closedException();
    }
    return handle.raw;
  }

  /// The marks of the threads that have used this tensor; see [Local#bit].
  long users() {
    return users;
  }

  TensorOptional optional() {
    raw();
    return handle.optional();
  }

  /// See [Handle#wantsGradient()].
  Tensor wantsGradient() {
    handle.wantsGradient();
    return this;
  }

  private static VarHandle users(MethodHandles.Lookup lookup) {
    try {
      return lookup.findVarHandle(Tensor.class, "users", long.class);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// The arena of the views that Java holds of this tensor's memory: it closes with the tensor, and
  /// keeps the tensor from the collector while a view is in use.
  @SuppressWarnings("MustBeClosedChecker")
  synchronized Arena arena() {
    var views = arena;
    if (views == null) {
      views = Arena.ofShared();
      arena = views;
    }
    if (isClosed()) {
      closeViews();
      throw closedException();
    }
    return views;
  }

  private ClosedTensorException closedException() {
    var exception =
        new ClosedTensorException(
            "This tensor, made by "
                + madeBy
                + ", was used after "
                + closedBy
                + ". Keep it with scope.keep(tensor), or use it inside the scope."
                + (DEBUG ? "" : " -Dprofundo.debug=true shows where both happened."));
    if (madeAt != null) {
      exception.addSuppressed(madeAt);
    }
    if (closedAt != null) {
      exception.addSuppressed(closedAt);
    }
    return exception;
  }

  /// The operation that made this tensor.
  String madeBy() {
    return madeBy;
  }

  /// The type, shape and numbers, abridged: `Tensor [2, 3] float32 cpu` and up to a screen of
  /// numbers.
  @Override
  public String toString() {
    return isClosed() ? "Tensor (closed)" : Printing.print(this);
  }
}
