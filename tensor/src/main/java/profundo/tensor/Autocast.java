package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/// Mixed precision: inside, matrix products and convolutions of single-precision tensors compute in
/// bfloat16 (or half precision on a GPU), and what needs more stays in single precision.
///
/// ```java
/// try (var _ = Autocast.on(device, DType.BFLOAT16)) {
///   loss = net.forward(x).crossEntropy(y);
/// }
/// ```
public final class Autocast implements AutoCloseable {
  private final DeviceType type;
  private final boolean wasEnabled;
  private final torch.ScalarType wasDtype;
  private boolean closed;

  private Autocast(DeviceType type, DType dtype) {
    this.type = type;
    this.wasEnabled = torch.is_autocast_enabled(type);
    this.wasDtype = torch.get_autocast_dtype(type);
    torch.set_autocast_dtype(type, dtype.type);
    torch.set_autocast_enabled(type, true);
  }

  /// Starts mixed precision on this thread for a device.
  ///
  /// @throws TensorException if the type is not one of the half-precision ones
  public static Autocast on(Device device, DType dtype) {
    if (dtype != DType.BFLOAT16 && dtype != DType.FLOAT16) {
      throw new TensorException(
          "Mixed precision computes in BFLOAT16 or FLOAT16, not in " + dtype + ".");
    }
    Local.current();
    return new Autocast(device.type() == Device.Type.CPU ? DeviceType.CPU : DeviceType.CUDA, dtype);
  }

  /// Goes back to the precision that was in force before. Closing twice does nothing.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    torch.set_autocast_enabled(type, wasEnabled);
    torch.set_autocast_dtype(type, wasDtype);
    torch.clear_cache();
  }
}
