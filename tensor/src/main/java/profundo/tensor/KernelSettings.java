package profundo.tensor;

/// The sizes, strides, paddings and dilations of kernels.
final class KernelSettings {
  private KernelSettings() {}

  /// Wants 32-bit integers: native code multiplies them with each other unchecked.
  static void require(String op, long[]... settings) {
    for (var setting : settings) {
      for (long size : setting) {
        if ((int) size != size) {
          throw new TensorException(
              op + ": " + size + " is too large for a kernel, stride, padding or dilation.");
        }
      }
    }
  }
}
