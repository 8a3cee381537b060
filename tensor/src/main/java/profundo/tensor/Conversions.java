package profundo.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.global.torch;

/// Between types, devices and Java.
public sealed interface Conversions permits Tensor {
  /// The type of the elements.
  default DType dtype() {
    return Op.read("dtype", () -> DType.of(Op.raw(this).scalar_type()), this);
  }

  /// The device that the memory lies on.
  default Device device() {
    return Op.read(
        "device",
        () -> {
          var raw = Op.raw(this);
          return raw.is_cuda() ? Device.cuda(raw.device().index()) : Device.CPU;
        },
        this);
  }

  /// The same numbers as another type; itself where it is of that type already.
  default Tensor to(DType dtype) {
    return Op.of("to", () -> Op.raw(this).to(dtype.type), this);
  }

  /// The same numbers on another device; itself where it is there already.
  default Tensor to(Device device) {
    NullArgument.require("to", "device", device);
    return Op.of(
        "to " + device,
        () -> Op.raw(this).to(Tensors.options(dtype(), device), false, false, Op.NO_FORMAT),
        this);
  }

  /// The same numbers on the processor.
  default Tensor cpu() {
    return to(Device.CPU);
  }

  /// A copy with memory of its own.
  default Tensor copy() {
    return Op.of("copy", () -> Op.raw(this).clone(), this);
  }

  /// The same numbers with channels as the fastest dimension in memory (`[N, C, H, W]` only), which
  /// some convolutions like better.
  default Tensor channelsLast() {
    return Op.of(
        "channelsLast", () -> Op.raw(this).contiguous(torch.MemoryFormat.ChannelsLast), this);
  }

  /// The number of a tensor with one element.
  ///
  /// @throws ShapeException if it has another number of elements
  default double item() {
    return Op.read("item", () -> Op.raw(this).item_double(), this);
  }

  /// The integer of a tensor with one element, a fraction cut off. Beyond 2⁵³ this is exact, and
  /// [#item()] is not.
  ///
  /// @throws ShapeException if it has another number of elements
  default long itemLong() {
    return Op.read("item", () -> Op.raw(this).item_long(), this);
  }

  /// The memory of a contiguous tensor on the processor: a view that ends with the tensor. Using it
  /// later throws.
  ///
  /// @throws TensorException if the tensor is on another device or not contiguous
  default MemorySegment segment() {
    return Memory.view((Tensor) this);
  }

  /// The numbers, the last dimension fastest.
  ///
  /// @throws DTypeException if they are complex, here and below: use [Spectral#viewAsReal()]
  default float[] toFloatArray() {
    return Memory.read(
        (Tensor) this, DType.FLOAT32, bytes -> bytes.toArray(ValueLayout.JAVA_FLOAT));
  }

  /// The numbers in double precision, the last dimension fastest.
  default double[] toDoubleArray() {
    return Memory.read(
        (Tensor) this, DType.FLOAT64, bytes -> bytes.toArray(ValueLayout.JAVA_DOUBLE));
  }

  /// The numbers as 64-bit integers, fractions cut off.
  default long[] toLongArray() {
    return Memory.read((Tensor) this, DType.INT64, bytes -> bytes.toArray(ValueLayout.JAVA_LONG));
  }

  /// The numbers as 32-bit integers, fractions cut off.
  default int[] toIntArray() {
    return Memory.read((Tensor) this, DType.INT32, bytes -> bytes.toArray(ValueLayout.JAVA_INT));
  }

  /// The numbers as unsigned bytes, fractions cut off.
  default byte[] toByteArray() {
    return Memory.read((Tensor) this, DType.UINT8, bytes -> bytes.toArray(ValueLayout.JAVA_BYTE));
  }
}
