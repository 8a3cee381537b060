package profundo.lab;

import java.util.List;
import profundo.data.Dataset;
import profundo.data.LabelledImages;
import profundo.data.Loader;
import profundo.train.Run;

/// What can be set of the recipes on MNIST.
///
/// @param data `mnist`, `fashion-mnist` or `kmnist`
/// @param variant which net
/// @param epochs passes over the training data; 0 for as many as show the net 14 times 60,000
///   images, whatever the data's size
/// @param batch samples in a step, 1 or more
/// @param lr the learning rate at its highest, above 0
/// @param samples how many training images are used; 0 for all
public record DigitSettings(
    String data, String variant, int epochs, int batch, double lr, int samples) {
  static final List<String> DATA = List.of("mnist", "fashion-mnist", "kmnist");
  private static final long USUAL = 14L * 60_000;

  /// Checks the ranges.
  public DigitSettings {
    Range.atLeast("epochs", epochs, 0);
    Range.atLeast("batch", batch, 1);
    Range.above("lr", lr, 0);
    Range.atLeast("samples", samples, 0);
  }

  /// The images that are read.
  LabelledImages images(Run run) {
    if (!DATA.contains(data)) {
      throw new UsageException("noDataset", data, String.join(", ", DATA));
    }
    return UsedImages.of(run, LabelledImages.named(data, run.sources()), samples);
  }

  /// Passes over a loader's images.
  int passes(Loader loader) {
    return epochs > 0 ? epochs : Math.toIntExact(Math.ceilDiv(USUAL, loader.dataset().size()));
  }

  /// Shuffled batches of the images that are used.
  Loader loader(Dataset images, long seed) {
    var used = samples == 0 ? images : images.limit(samples);
    return new Loader(used, o -> o.batch(batch).shuffle(seed));
  }
}
