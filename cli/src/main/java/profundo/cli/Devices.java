package profundo.cli;

import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.tensor.TensorException;

/// Devices as people name them.
final class Devices {
  private Devices() {}

  /// The device that `cpu`, `cuda` or `cuda:N` names.
  ///
  /// @throws UsageException if the text names none
  static Device named(String text) {
    try {
      return Device.parse(text);
    } catch (TensorException _) {
      throw new UsageException("device", text);
    }
  }
}
