package profundo.tensor;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import profundo.base.Text;

/// Where a tensor's memory lies: the processor or one of the GPUs.
///
/// ```java
/// Device device = Device.best();          // a GPU if there is one
/// net.to(device);
/// Tensor y = net.forward(x.to(device));
/// ```
///
/// @param type the kind of device
/// @param index the number of the GPU, from 0; 0 for the processor
public record Device(Type type, int index) {
  /// The processor.
  public static final Device CPU = new Device(Type.CPU, 0);

  private static final AtomicBoolean UNUSED_GPU_SAID = new AtomicBoolean();

  /// The kinds of device.
  public enum Type {
    /// The processor and its main memory.
    CPU,
    /// An NVIDIA GPU.
    CUDA
  }

  /// A device of this type and number.
  ///
  /// @throws TensorException if the number is negative, or not 0 for the processor
  public Device {
    if (index < 0 || (type == Type.CPU && index != 0)) {
      throw new TensorException("There is no device " + type + " number " + index + ".");
    }
  }

  /// The GPU with this number, from 0. Whether it is there shows when it is used: see
  /// [#requireAvailable()].
  public static Device cuda(int index) {
    return new Device(Type.CUDA, index);
  }

  /// A GPU if one can be used, else the processor. Where a GPU is there and only something around
  /// it is missing, the log says so.
  ///
  /// @throws TensorException if the program has brought the GPU natives, and this machine lacks the
  ///   files that they need
  public static Device best() {
    if (Native.cudaDevices() > 0) {
      return cuda(0);
    }
    if (!Native.withoutCuda().isEmpty()) {
      throw new TensorException(Cuda.whyNot(cuda(0)));
    }
    if (Cuda.hasDriver() && UNUSED_GPU_SAID.compareAndSet(false, true)) {
      System.getLogger("profundo.tensor").log(System.Logger.Level.WARNING, Cuda.whyNot(cuda(0)));
    }
    return CPU;
  }

  /// The device that `cpu`, `cuda` or `cuda:1` names.
  ///
  /// @throws TensorException if the text names none
  public static Device parse(String text) {
    var name = text.strip().toLowerCase(Locale.ROOT);
    if (name.equals("cpu")) {
      return CPU;
    }
    if (name.matches("cuda(:[0-9]{1,3})?")) {
      return cuda(name.equals("cuda") ? 0 : Integer.parseInt(name.substring(5)));
    }
    throw new TensorException(
        "There is no device \"" + Text.abridged(text) + "\": use cpu, cuda or cuda:N.");
  }

  /// The number of GPUs that the natives in use can drive; 0 with the CPU natives.
  public static int cudaCount() {
    return Native.cudaDevices();
  }

  /// This device, if it can be used here.
  ///
  /// @throws TensorException if it is a GPU that is not there, with what to do about it
  public Device requireAvailable() {
    int there = type == Type.CPU ? 1 : Native.cudaDevices();
    if (index < there) {
      return this;
    }
    throw new TensorException(
        there == 0 ? Cuda.whyNot(this) : Text.of(Device.class).get("device.few", this, there));
  }

  /// As PyTorch writes it: `cpu`, `cuda:0`.
  @Override
  public String toString() {
    return type == Type.CPU ? "cpu" : "cuda:" + index;
  }
}
