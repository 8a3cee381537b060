package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.jspecify.annotations.Nullable;

/// Mixed precision: inside, matrix products and convolutions of single-precision tensors compute in
/// bfloat16 (or half precision on a GPU), and what needs more stays in single precision.
///
/// ```java
/// try (var _ = Autocast.on(device, DType.BFLOAT16)) {
///   loss = net.forward(x).crossEntropy(y);
/// }
/// ```
public final class Autocast implements AutoCloseable {
  private final Local local;
  private final @Nullable Autocast outer;
  private final DeviceType type;
  private final @Nullable DType dtype;
  private boolean closed;

  private Autocast(Local local, DeviceType type, @Nullable DType dtype) {
    this.local = local;
    this.outer = local.autocast;
    this.type = type;
    this.dtype = dtype;
    begin(this);
  }

  /// Starts mixed precision on this thread for a device.
  ///
  /// @throws TensorException if the type is not one of the half-precision ones
  public static Autocast on(Device device, DType dtype) {
    NullArgument.require("on", "device", device);
    NullArgument.require("on", "dtype", dtype);
    if (dtype != DType.BFLOAT16 && dtype != DType.FLOAT16) {
      throw new TensorException(
          "Mixed precision computes in BFLOAT16 or FLOAT16, not in " + dtype + ".");
    }
    return new Autocast(Local.current(), type(device), dtype);
  }

  /// Computes in the tensors' own precision until it is closed, inside of mixed precision.
  public static Autocast off(Device device) {
    NullArgument.require("off", "device", device);
    return new Autocast(Local.current(), type(device), null);
  }

  private static DeviceType type(Device device) {
    return device.type() == Device.Type.CPU ? DeviceType.CPU : DeviceType.CUDA;
  }

  /// Goes back to the precision that was in force before. Closing twice does nothing.
  ///
  /// @throws TensorException on another thread than the one that opened it, or while mixed
  ///   precision that was started inside is open
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Local.current() != local) {
      throw new TensorException("Mixed precision is closed by the thread that opened it.");
    }
    if (local.autocast != this) {
      throw new TensorException(
          "Mixed precision closes in the reverse order of its opening: use try-with-resources.");
    }
    closed = true;
    begin(outer);
    torch.clear_cache();
  }

  private void begin(@Nullable Autocast mode) {
    local.autocast = mode;
    if (local.setsModesNow()) {
      apply(type, mode);
    }
  }

  /// Puts in force natively what the innermost mixed precision and those around it say.
  static void apply(@Nullable Autocast innermost) {
    apply(DeviceType.CPU, innermost);
    apply(DeviceType.CUDA, innermost);
  }

  private static void apply(DeviceType type, @Nullable Autocast innermost) {
    var mode = innermost;
    while (mode != null && mode.type != type) {
      mode = mode.outer;
    }
    var dtype = mode == null ? null : mode.dtype;
    if (dtype != null) {
      torch.set_autocast_dtype(type, dtype.type);
    }
    torch.set_autocast_enabled(type, dtype != null);
  }
}
