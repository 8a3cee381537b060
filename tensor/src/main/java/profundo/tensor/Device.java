package profundo.tensor;

import java.util.Locale;

/// Where a tensor's memory lies: the processor or one of the GPUs.
///
/// @param type the kind of device
/// @param index the number of the GPU, from 0; 0 for the processor
public record Device(Type type, int index) {
  /// The processor.
  public static final Device CPU = new Device(Type.CPU, 0);

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

  /// A GPU if the natives in use can drive one, else the processor.
  public static Device best() {
    return Native.cudaDevices() > 0 ? cuda(0) : CPU;
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
        Text.of(Device.class).get(there == 0 ? "device.none" : "device.few", this, there));
  }

  /// As PyTorch writes it: `cpu`, `cuda:0`.
  @Override
  public String toString() {
    return type == Type.CPU ? "cpu" : "cuda:" + index;
  }
}
