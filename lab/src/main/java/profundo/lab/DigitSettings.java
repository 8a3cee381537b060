package profundo.lab;

import profundo.data.Dataset;
import profundo.data.Loader;

/// What can be set of the recipes on MNIST.
///
/// @param variant which net
/// @param epochs passes over the training data, 1 or more
/// @param batch samples in a step, 1 or more
/// @param lr the learning rate at its highest, above 0
/// @param samples how many training images are used; 0 for all
public record DigitSettings(String variant, int epochs, int batch, double lr, int samples) {
  /// Checks the ranges.
  public DigitSettings {
    require(epochs >= 1, "epochs", epochs);
    require(batch >= 1, "batch", batch);
    require(lr > 0, "lr", lr);
    require(samples >= 0, "samples", samples);
  }

  /// Shuffled batches of the images that are used.
  Loader loader(Dataset images, long seed) {
    var used = samples == 0 ? images : images.limit(samples);
    return new Loader(used, o -> o.batch(batch).shuffle(seed));
  }

  private static void require(boolean right, String key, Number value) {
    if (!right) {
      throw new UsageException("range", key, value.toString());
    }
  }
}
