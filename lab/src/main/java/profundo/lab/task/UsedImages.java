package profundo.lab.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.data.image.ImageCrop;
import profundo.data.image.Images;
import profundo.data.image.LabelledImages;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.lab.Limit;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// The pictures that a recipe trains on, watches itself by, and is tested on.
///
/// The last tenth of the training data, 5,000 pictures at most, is held back for validation: the
/// curves are drawn with it and choices are made by it. It is the same whatever the seed and
/// however few pictures are trained on. The test pictures are looked at once, when all is trained.
///
/// @param train the training pictures in use
/// @param validation those that were held back
/// @param test the test pictures
public record UsedImages(Images train, Images validation, Images test) {
  /// The data of the recipes on 28×28 pictures.
  public static final List<String> DATA = ImageData.choices("mnist");

  /// How many training pictures the whole datasets have.
  private static final Map<String, Long> WHOLE =
      Map.of("mnist", 60_000L, "fashion-mnist", 60_000L, "kmnist", 60_000L, "cifar-10", 50_000L);

  private static final int SIDE = 28;
  private static final int ROWS = 500;
  private static final int MOST_HELD_BACK = 5000;

  /// Whether a run used less of a known dataset than all that is not held back.
  public static boolean isPart(String data, long samples) {
    return samples < WHOLE.getOrDefault(data, 0L) - MOST_HELD_BACK;
  }

  /// The pictures of [ImageData], 28×28 greys.
  public static UsedImages named(Run run, String data, Limit samples) {
    return of(run, all(data, run.sources()), samples);
  }

  /// The pictures of [ImageData], 28×28 greys, as they are split for training and testing.
  static LabelledImages all(String data, Sources sources) {
    return ImageData.of(data).read(sources, crop());
  }

  /// What is cut out of pictures of a folder.
  static ImageCrop crop() {
    return new ImageCrop(1, SIDE, SIDE);
  }

  /// Pictures, told to the run with how many of them it is trained on.
  ///
  /// @param samples how many training images are used of those that are not held back
  public static UsedImages of(Run run, LabelledImages all, Limit samples) {
    long there = all.train().size();
    long first = there - Math.min(there / 10, MOST_HELD_BACK);
    long used = samples.among(first);
    run.data(new Origin(all.origin().name(), all.origin().source(), used));
    var images =
        new UsedImages(all.train().part(0, used), all.train().part(first, there), all.test());
    all.folder().ifPresent(folder -> FolderOfRun.keep(run, folder, images));
    return images;
  }

  /// Shuffled batches of the training pictures.
  public Loader batches(int batch, long seed) {
    return batches(images -> images, batch, seed);
  }

  /// The same as a net wants to see them.
  public Loader batches(Function<Images, Dataset> input, int batch, long seed) {
    return new Loader(input.apply(train), o -> o.batch(batch).shuffle(seed));
  }

  /// Shuffled batches of the training pictures, none of them smaller than the others.
  public Loader fullBatches(int batch, long seed) {
    return new Loader(train, o -> o.batch(batch).shuffle(seed).dropLast());
  }

  /// The first pictures of a dataset, `[count, C, H, W]`, 0 to 1.
  public static Tensor pixels(Dataset images, long count) {
    var parts = new ArrayList<Tensor>();
    try (var loader =
        new Loader(images.limit(Math.min(count, images.size())), o -> o.batch(ROWS))) {
      loader.epoch(0).forEach(batch -> parts.add(batch.x()));
      return Tensor.cat(0, parts.toArray(Tensor[]::new));
    }
  }
}
