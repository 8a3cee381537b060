package profundo.lab;

import profundo.data.LabelledImages;
import profundo.data.Origin;
import profundo.train.Run;

/// The pictures that a recipe trains on.
final class UsedImages {
  private UsedImages() {}

  /// The same pictures, told to the run with how many of them are used.
  ///
  /// @param samples how many training images are used; 0 for all
  static LabelledImages of(Run run, LabelledImages all, int samples) {
    long there = all.train().size();
    long used = samples == 0 ? there : Math.min(samples, there);
    var origin = new Origin(all.origin().name(), all.origin().source(), used);
    run.data(origin);
    return new LabelledImages(all.train(), all.test(), origin);
  }
}
