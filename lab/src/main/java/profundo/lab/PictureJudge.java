package profundo.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import profundo.data.Loader;
import profundo.models.LeNet5Modern;
import profundo.optim.Adam;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Text;
import profundo.train.FrechetDistance;
import profundo.train.KMeans;
import profundo.train.Parzen;
import profundo.train.Run;

/// Measures drawn digits as Goodfellow et al. did in 2014 (Parzen windows) and as one does since
/// 2017 (a Fréchet distance, here in the features of a LeNet that is trained in the same run). Both
/// instruments are read on real pictures first, and the windows on the centres of k-means, which
/// they prefer to real pictures (Theis et al. 2016).
final class PictureJudge {
  private static final int CLASSES = 10;

  /// What any pair of players has to reach: the instrument's own figure, and all ten digits.
  static final List<Claim> CLAIMS =
      List.of(
          Claim.atLeast(
                  "test.parzenOfReal",
                  243,
                  "Theis et al. 2016, table 1: training images scored as samples")
              .at(Scale.LAPTOP, 233)
              .at(Scale.PAPER, 233),
          Claim.atLeast("test.modes", CLASSES, "ten digits, ten modes")
              .at(Scale.LAPTOP, CLASSES)
              .at(Scale.PAPER, CLASSES));

  private static final Text TEXT = Text.of(PictureJudge.class);
  private static final int ROWS = 500;
  private static final int WATCHED = 2000;
  private static final int VALIDATION = 1000;
  private static final int ROUNDS = 2;
  private static final double LOWEST_WIDTH = 0.05;
  private static final double HIGHEST_WIDTH = 0.5;
  private static final int WIDTHS = 16;

  private final Run run;
  private final UsedImages images;
  private final int count;
  private final LeNet5Modern lenet = new LeNet5Modern();
  private final Tensor real;

  /// Learns to tell digits apart.
  ///
  /// @param count how many pictures are measured at the end
  PictureJudge(Run run, UsedImages images, Loader loader, int count) {
    this.run = run;
    this.images = images;
    this.count = count;
    lenet.to(run.device());
    new Classification(run, loader, images.test(), 2)
        .named("lenet")
        .train(lenet, new Adam(lenet.parameters(), 1e-3), Tensor::crossEntropy);
    real = Scope.release(UsedImages.pixels(images.test(), count));
  }

  /// The Parzen estimate from a few samples.
  double parzen(Players<?, ?> players) {
    var some = real.narrow(0, 0, watched());
    return parzen(players.samples(run.device(), watched()), some, some);
  }

  /// The distance of a few samples from real pictures; it says so if the generator has collapsed.
  double frechetDistance(Players<?, ?> players) {
    var samples = players.samples(run.device(), watched());
    var collapse = Collapse.of(each(samples, lenet::forward), samples, real);
    if (collapse.happened(CLASSES)) {
      run.progress()
          .say(TEXT.get("collapse", collapse.modes(), "%.2f".formatted(collapse.spread())));
    }
    return frechetDistance(real.narrow(0, 0, watched()), samples);
  }

  /// The figures of real pictures, of k-means and of a trained generator.
  void judge(Players<?, ?> players) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var training = UsedImages.pixels(images.train(), count);
      long last = images.train().size();
      var validation =
          UsedImages.pixels(
              images.train().range(last - Math.min(last / 6, count), last), VALIDATION);
      run.metric("test.parzenOfReal", parzen(training, validation, real));
      run.metric("test.parzenOfCentres", parzen(centres(), validation, real));
      run.metric("test.frechetDistanceOfReal", frechetDistance(real, training));
      var samples = players.samples(run.device(), count);
      run.metric("test.parzen", parzen(samples, validation, real));
      run.metric("test.frechetDistance", frechetDistance(real, samples));
      var collapse = Collapse.of(each(samples, lenet::forward), samples, real);
      run.metric("test.modes", collapse.modes());
      run.metric("test.spread", collapse.spread());
    }
  }

  /// As many centres of the training pictures as there are samples.
  private Tensor centres() {
    var pictures = UsedImages.pixels(images.train(), images.used()).flatten(1);
    return KMeans.centres(pictures, Math.min(count, (int) images.used() / 2), ROUNDS);
  }

  private static double parzen(Tensor samples, Tensor validation, Tensor test) {
    var some = validation.flatten(1).narrow(0, 0, Math.min(VALIDATION, validation.size(0)));
    return Parzen.validated(samples.flatten(1), some, LOWEST_WIDTH, HIGHEST_WIDTH, WIDTHS)
        .mean(test.flatten(1));
  }

  private double frechetDistance(Tensor pictures, Tensor others) {
    return FrechetDistance.between(each(pictures, lenet::features), each(others, lenet::features));
  }

  private int watched() {
    return Math.min(WATCHED, count);
  }

  private Tensor each(Tensor pictures, UnaryOperator<Tensor> net) {
    var parts = new ArrayList<Tensor>();
    try (var _ = Grad.noGrad()) {
      for (var rows : pictures.split(ROWS, 0)) {
        try (var step = Scope.open()) {
          parts.add(step.keep(net.apply(rows.to(run.device())).to(Device.CPU)));
        }
      }
    }
    return Tensor.cat(0, parts.toArray(Tensor[]::new));
  }
}
