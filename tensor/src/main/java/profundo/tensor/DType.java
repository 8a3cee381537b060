package profundo.tensor;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The type of a tensor's elements, named as in PyTorch.
public enum DType {
  /// Unsigned bytes, 0 to 255.
  UINT8(ScalarType.Byte, 1),
  /// Signed bytes.
  INT8(ScalarType.Char, 1),
  /// 16-bit integers.
  INT16(ScalarType.Short, 2),
  /// 32-bit integers.
  INT32(ScalarType.Int, 4),
  /// 64-bit integers: the type of indices and class labels.
  INT64(ScalarType.Long, 8),
  /// IEEE half precision.
  FLOAT16(ScalarType.Half, 2),
  /// The upper half of a 32-bit float.
  BFLOAT16(ScalarType.BFloat16, 2),
  /// Single precision: the type of parameters and activations.
  FLOAT32(ScalarType.Float, 4),
  /// Double precision.
  FLOAT64(ScalarType.Double, 8),
  /// Two single-precision numbers, real and imaginary.
  COMPLEX64(ScalarType.ComplexFloat, 8),
  /// Two double-precision numbers, real and imaginary.
  COMPLEX128(ScalarType.ComplexDouble, 16),
  /// One byte, 0 or 1.
  BOOL(ScalarType.Bool, 1);

  private static final DType[] BY_CODE = new DType[64];

  static {
    for (var dtype : values()) {
      BY_CODE[dtype.type.value] = dtype;
    }
  }

  final ScalarType type;
  private final int bytes;

  DType(ScalarType type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /// The size of one element in bytes.
  public int bytes() {
    return bytes;
  }

  /// Whether the elements are real floating-point numbers, which gradients need.
  public boolean isFloatingPoint() {
    return switch (this) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
      default -> false;
    };
  }

  /// Whether the elements are complex numbers.
  public boolean isComplex() {
    return this == COMPLEX64 || this == COMPLEX128;
  }

  /// Whether an integer of this type can have this value; for others than integers, true.
  boolean holds(long value) {
    return switch (this) {
      case UINT8 -> value >= 0 && value <= 255;
      case INT8 -> value == (byte) value;
      case INT16 -> value == (short) value;
      case INT32 -> value == (int) value;
      default -> true;
    };
  }

  /// Wants an integer to be one of the tensor's type, where native code would take it for another.
  static void require(String op, Tensor tensor, long value) {
    if (value < 0 || value > Byte.MAX_VALUE) {
      tensor.dtype().require(op, value);
    }
  }

  void require(String op, long value) {
    if (!holds(value)) {
      throw new DTypeException(op, value + " is no " + this + ": use it after .to(DType.INT64).");
    }
  }

  /// How an element lies in memory, in the machine's byte order.
  MemoryLayout layout() {
    return switch (this) {
      case UINT8, INT8, BOOL -> ValueLayout.JAVA_BYTE;
      case INT16, FLOAT16, BFLOAT16 -> ValueLayout.JAVA_SHORT;
      case INT32 -> ValueLayout.JAVA_INT;
      case INT64 -> ValueLayout.JAVA_LONG;
      case FLOAT32 -> ValueLayout.JAVA_FLOAT;
      case FLOAT64 -> ValueLayout.JAVA_DOUBLE;
      case COMPLEX64 -> MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_FLOAT);
      case COMPLEX128 -> MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_DOUBLE);
    };
  }

  static DType of(ScalarType type) {
    var dtype = BY_CODE[type.value];
    if (dtype == null) {
      throw new DTypeException("", "The element type " + type + " has no DType in Profundo.");
    }
    return dtype;
  }
}
