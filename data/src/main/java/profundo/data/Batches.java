package profundo.data;

import profundo.base.Given;
import profundo.tensor.Device;

/// A source of batches in epochs, which a training loop can leave and take up again at any place.
///
/// @param <B> what a batch is: [Batch] for a [Loader], anything else for a source of one's own
public interface Batches<B> {
  /// The number of batches in an epoch.
  int size();

  /// The batches of an epoch from the `first`-th on, always the same for the same epoch.
  Iterable<B> epoch(int epoch, int first);

  /// All batches of an epoch.
  default Iterable<B> epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /// The number of examples in a batch.
  default int samples(B batch) {
    Given.require("batch", batch);
    return 1;
  }

  /// A batch with its tensors on a device; the batch itself where they are there already, or where
  /// it has none.
  default B to(B batch, Device device) {
    Given.require("batch", batch);
    Given.require("device", device);
    return batch;
  }

  /// These batches with their tensors on a device.
  default Batches<B> on(Device device) {
    Given.require("device", device);
    return device.equals(Device.CPU) ? this : new BatchesOn<>(this, device);
  }

  /// How long consumers have waited for batches so far, in seconds.
  default double waitingSeconds() {
    return 0;
  }
}
