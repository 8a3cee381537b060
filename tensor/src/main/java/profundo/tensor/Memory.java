package profundo.tensor;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.PointerConsumer;
import org.bytedeco.pytorch.global.torch;

/// Memory that Java and native code share.
final class Memory {
  /// What tensors borrow, by address, until native code says that the last of them is gone.
  private static final Map<Long, ArrayDeque<Loan>> BORROWED = new ConcurrentHashMap<>();

  private static final PointerConsumer GIVE_BACK = Native.constant(GiveBack::new);

  private static final class GiveBack extends PointerConsumer {
    @Override
    public void call(Pointer memory) {
      BORROWED.computeIfPresent(
          memory.address(),
          (address, lent) -> {
            giveBack(lent.pop());
            return lent.isEmpty() ? null : lent;
          });
    }
  }

  private record Loan(MemorySegment memory, Runnable released) {}

  /// An exception must not reach the native code that lets the memory go.
  private static void giveBack(Loan loan) {
    try {
      loan.released().run();
    } catch (RuntimeException | Error e) {
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /// Only the name of an arena's session tells whether it can be closed.
  private static final String SHARED = "SharedSession";

  private static final long LONGEST = Integer.MAX_VALUE - 8L;
  private static final DeviceOptional NO_DEVICE = Native.constant(DeviceOptional::new);

  private Memory() {}

  static Tensor fromArray(MemorySegment array, DType dtype, int length, long... shape) {
    var sizes = shape.length == 0 ? new long[] {length} : shape;
    requireLength(length, sizes);
    var tensor = Tensors.empty(dtype, Device.CPU, sizes);
    bytes(tensor).copyFrom(array);
    return tensor;
  }

  static Tensor view(MemorySegment memory, DType dtype, long[] shape, Runnable released) {
    if (!memory.isNative() || memory.isReadOnly() || memory.address() == 0) {
      throw new TensorException(
          "A tensor can view writable native memory only: copy other memory with Tensor.of(array).");
    }
    if (memory.isMapped()) {
      throw new TensorException(
          "A mapped file's memory cannot be viewed: it is gone when the file is truncated. Copy it"
              + " into memory of its own first, such as Arena.ofAuto().allocate(size).copyFrom(it).");
    }
    if (!memory.scope().isAlive()) {
      throw new TensorException("A tensor cannot view memory whose arena is closed.");
    }
    if (!memory.isAccessibleBy(Thread.ofPlatform().unstarted(() -> {}))) {
      throw new TensorException(
          "A confined arena's memory cannot be viewed: native code may free the view on any thread."
              + " Use Arena.ofAuto() or Arena.global().");
    }
    if (memory.scope().getClass().getSimpleName().equals(SHARED)) {
      throw new TensorException(
          "A shared arena's memory cannot be viewed: it could be closed while native code reads it."
              + " Use Arena.ofAuto() or Arena.global().");
    }
    long elements = Shape.of(shape).numel();
    long needed = elements * dtype.bytes();
    if (memory.byteSize() / dtype.bytes() < elements) {
      throw new ShapeException(
          "",
          "The shape "
              + Arrays.toString(shape)
              + " of "
              + dtype
              + " has "
              + elements
              + " elements of "
              + dtype.bytes()
              + " bytes, and the memory has "
              + memory.byteSize()
              + " bytes.",
          Shape.of(shape));
    }
    if (needed == 0) {
      return Tensors.empty(dtype, Device.CPU, shape);
    }
    BORROWED.compute(
        memory.address(),
        (address, lent) -> {
          var all = lent == null ? new ArrayDeque<Loan>() : lent;
          all.push(new Loan(memory, released));
          return all;
        });
    return Op.of(
        "view",
        () ->
            torch.from_blob(
                new Address(memory.address()),
                shape,
                GIVE_BACK,
                Tensors.options(dtype, Device.CPU),
                NO_DEVICE));
  }

  /// The number of segments that tensors hold at the moment.
  static int borrowed() {
    return BORROWED.values().stream().mapToInt(ArrayDeque::size).sum();
  }

  /// The bytes of a contiguous tensor on the processor, for use before the tensor may close.
  static MemorySegment bytes(Tensor tensor) {
    return MemorySegment.ofAddress(address(tensor)).reinterpret(size(tensor));
  }

  /// As [#bytes] for a caller of ours: the view ends with the tensor, and holds the memory itself,
  /// which the tensor may exchange for another.
  static MemorySegment view(Tensor tensor) {
    if (tensor.device().type() != Device.Type.CPU || !tensor.isContiguous()) {
      throw new TensorException(
          "segment: only a contiguous tensor on the processor can be seen as memory; use"
              + " .cpu().contiguous() first: "
              + tensor.shape()
              + " on "
              + tensor.device()
              + ".");
    }
    var held = Scope.release(tensor.detach());
    return MemorySegment.ofAddress(address(held))
        .reinterpret(size(held), tensor.arena(), _ -> held.close());
  }

  private static long size(Tensor tensor) {
    return tensor.numel() * tensor.dtype().bytes();
  }

  private static long address(Tensor tensor) {
    return Op.read(
        "segment", () -> tensor.numel() == 0 ? 0 : tensor.raw().data_ptr().address(), tensor);
  }

  /// The numbers of a tensor as a Java array of the given type, by one copy.
  static <T> T read(Tensor tensor, DType dtype, Function<MemorySegment, T> copy) {
    if (tensor.numel() > LONGEST) {
      throw new TensorException(
          "A Java array holds 2^31 elements at most, and this tensor has "
              + tensor.numel()
              + ": "
              + tensor.shape()
              + ". Read it in parts.");
    }
    if (tensor.dtype().isComplex()) {
      throw new DTypeException(
          "",
          "Complex numbers are no array of real ones: use viewAsReal(), real() or imag(): "
              + tensor.shape()
              + ".",
          tensor.shape());
    }
    try (var _ = Scope.open()) {
      var plain = tensor.detach().cpu().to(dtype).contiguous();
      return copy.apply(bytes(plain));
    }
  }

  static void requireLength(long length, long... shape) {
    long wanted = Shape.of(shape).numel();
    if (wanted != length) {
      throw new ShapeException(
          "",
          "The shape "
              + Arrays.toString(shape)
              + " holds "
              + wanted
              + " elements, and "
              + length
              + " are given.",
          Shape.of(shape));
    }
  }

  /// A bare address as the binding wants it.
  static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Address that && that.address == address;
    }

    @Override
    public int hashCode() {
      return Objects.hash(address);
    }
  }
}
