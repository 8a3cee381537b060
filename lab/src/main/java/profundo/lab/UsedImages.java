package profundo.lab;

import java.util.ArrayList;
import java.util.List;
import profundo.data.Dataset;
import profundo.data.Images;
import profundo.data.LabelledImages;
import profundo.data.Loader;
import profundo.data.Origin;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// The pictures that a recipe trains on and is tested on.
///
/// @param used how many of the training pictures are used
record UsedImages(Images train, Images test, long used) {
  /// The data of the recipes on 28×28 pictures.
  static final List<String> DATA = List.of("mnist", "fashion-mnist", "kmnist");

  private static final int ROWS = 500;

  /// The pictures of a dataset in [#DATA].
  static UsedImages named(Run run, String data, int samples) {
    if (!DATA.contains(data)) {
      throw new UsageException("noDataset", data, String.join(", ", DATA));
    }
    return of(run, LabelledImages.named(data, run.sources()), samples);
  }

  /// Pictures, told to the run with how many of them are used.
  ///
  /// @param samples how many training images are used; 0 for all
  static UsedImages of(Run run, LabelledImages all, int samples) {
    long there = all.train().size();
    long used = samples == 0 ? there : Math.min(samples, there);
    run.data(new Origin(all.origin().name(), all.origin().source(), used));
    return new UsedImages(all.train(), all.test(), used);
  }

  /// Shuffled batches of the training pictures that are used.
  Loader batches(int batch, long seed) {
    return batches(train, batch, seed);
  }

  /// The same of the training pictures as a net wants to see them.
  Loader batches(Dataset input, int batch, long seed) {
    return new Loader(input.limit(used), o -> o.batch(batch).shuffle(seed));
  }

  /// Shuffled batches of the training pictures that are used, none of them smaller than the others.
  Loader fullBatches(int batch, long seed) {
    return new Loader(train.limit(used), o -> o.batch(batch).shuffle(seed).dropLast());
  }

  /// The first pictures of a dataset, `[count, C, H, W]`, 0 to 1.
  static Tensor pixels(Dataset images, long count) {
    var parts = new ArrayList<Tensor>();
    try (var loader =
        new Loader(images.limit(Math.min(count, images.size())), o -> o.batch(ROWS))) {
      loader.epoch(0).forEach(batch -> parts.add(batch.x()));
      return Tensor.cat(0, parts.toArray(Tensor[]::new));
    }
  }
}
