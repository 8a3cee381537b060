package profundo.lab.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import profundo.base.Text;
import profundo.lab.Claim;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.metric.FrechetDistance;
import profundo.train.metric.KMeans;
import profundo.train.metric.Parzen;

/// Measures drawn digits as Goodfellow et al. did in 2014 (Parzen windows) and as one does since
/// 2017 (a Fréchet distance, here in the features of [FrozenLeNet]). Both instruments are read on
/// real pictures first, and the windows on the centres of k-means, which they prefer to real
/// pictures (Theis et al. 2016).
///
/// While the players learn, they are measured by validation pictures, by which the windows' width
/// is chosen too; the test pictures are looked at once, at the end.
public final class PictureJudge {
  private static final int CLASSES = 10;

  /// What any pair of players has to reach: the instrument's own figure, and all ten digits.
  public static final List<Claim> CLAIMS =
      List.of(
          Claim.atLeast(
                  "test.parzenOfReal",
                  243,
                  "Theis et al. 2016, table 1: training images scored as samples")
              .fromMemory()
              .at(Scale.LAPTOP, 233)
              .at(Scale.PAPER, 233),
          Claim.oursAtLeast("test.modes", "ten digits, ten modes")
              .at(Scale.LAPTOP, CLASSES)
              .at(Scale.PAPER, CLASSES));

  private static final Text TEXT = Text.of(UsageException.class);
  private static final int ROWS = 500;
  private static final int WATCHED = 2000;
  private static final int WIDTH_CHOSEN_ON = 1000;
  private static final int READ = 10_000;
  private static final int ROUNDS = 2;
  private static final double LOWEST_WIDTH = 0.05;
  private static final double HIGHEST_WIDTH = 0.5;
  private static final int WIDTHS = 16;

  private final Run run;
  private final UsedImages images;
  private final int count;
  private final FrozenLeNet lenet;
  private final Tensor validation;
  private final LeastSquares reader;

  /// A judge of pictures like these.
  ///
  /// @param count how many pictures are measured at the end
  public PictureJudge(Run run, UsedImages images, int count) {
    this.run = run;
    this.images = images;
    this.count = count;
    lenet = FrozenLeNet.of(run);
    validation = Scope.release(UsedImages.pixels(images.validation(), images.validation().size()));
    reader = reader();
  }

  /// What tells the classes of the data apart, whichever it is: a linear classifier of the
  /// features.
  private LeastSquares reader() {
    try (var _ = Scope.open()) {
      var training = UsedImages.pixels(images.train(), READ);
      var labels = images.train().labels().narrow(0, 0, training.size(0));
      var reader =
          LeastSquares.fit(
              features(training),
              labels,
              CLASSES,
              features(validation),
              images.validation().labels());
      return new LeastSquares(
          Scope.release(reader.mean()),
          Scope.release(reader.weight()),
          Scope.release(reader.bias()));
    }
  }

  /// The Parzen estimate of validation pictures from a few samples; the width is chosen on the
  /// first of them and the others are scored.
  public double parzen(Players<?, ?> players) {
    long first = Math.min(WIDTH_CHOSEN_ON, validation.size(0) / 2);
    var samples = players.samples(run.device(), watched());
    return parzen(
        samples,
        validation.narrow(0, 0, first),
        validation.narrow(0, first, Math.min(watched(), validation.size(0) - first)));
  }

  /// The distance of a few samples from validation pictures; it says so if the generator has
  /// collapsed.
  public double frechetDistance(Players<?, ?> players) {
    var samples = players.samples(run.device(), watched());
    var features = features(samples);
    var collapse = Collapse.of(reader.scores(features), samples, validation);
    if (collapse.happened(CLASSES)) {
      run.progress()
          .say(TEXT.get("collapse", collapse.modes(), Text.format("%.2f", collapse.spread())));
    }
    var some = validation.narrow(0, 0, Math.min(watched(), validation.size(0)));
    return FrechetDistance.between(features(some), features);
  }

  /// The figures of real pictures, of k-means and of a trained generator, by the test pictures.
  public void judge(Players<?, ?> players) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var test = UsedImages.pixels(images.test(), count);
      var training = UsedImages.pixels(images.train(), count);
      var some = validation.narrow(0, 0, Math.min(WIDTH_CHOSEN_ON, validation.size(0)));
      run.metric("test.parzenOfReal", parzen(training, some, test));
      run.metric("test.parzenOfCentres", parzen(centres(), some, test));
      var real = features(test);
      run.metric("test.frechetDistanceOfReal", FrechetDistance.between(real, features(training)));
      var samples = players.samples(run.device(), count);
      var drawn = features(samples);
      run.metric("test.parzen", parzen(samples, some, test));
      run.metric("test.frechetDistance", FrechetDistance.between(real, drawn));
      var collapse = Collapse.of(reader.scores(drawn), samples, test);
      run.metric("test.modes", collapse.modes());
      run.metric("test.spread", collapse.spread());
    }
  }

  /// As many centres of the training pictures as there are samples.
  private Tensor centres() {
    var pictures = UsedImages.pixels(images.train(), images.train().size()).flatten(1);
    return KMeans.centres(pictures, Math.min(count, (int) pictures.size(0) / 2), ROUNDS);
  }

  private static double parzen(Tensor samples, Tensor validation, Tensor examples) {
    return Parzen.validated(
            samples.flatten(1), validation.flatten(1), LOWEST_WIDTH, HIGHEST_WIDTH, WIDTHS)
        .mean(examples.flatten(1));
  }

  private int watched() {
    return Math.min(WATCHED, count);
  }

  private Tensor features(Tensor pictures) {
    return each(pictures, lenet::features, run.device());
  }

  /// What a net makes of pictures, some at a time, on the processor.
  public static Tensor each(Tensor pictures, UnaryOperator<Tensor> net, Device device) {
    var parts = new ArrayList<Tensor>();
    try (var _ = Grad.noGrad()) {
      for (var rows : pictures.split(ROWS, 0)) {
        try (var step = Scope.open()) {
          parts.add(step.keep(net.apply(rows.to(device)).to(Device.CPU)));
        }
      }
    }
    return Tensor.cat(0, parts.toArray(Tensor[]::new));
  }
}
