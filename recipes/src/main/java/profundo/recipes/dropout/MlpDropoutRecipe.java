package profundo.recipes.dropout;

import java.util.Arrays;
import java.util.List;
import profundo.base.Text;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.image.ImageInput;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Limit;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.task.Classification;
import profundo.lab.task.ImageData;
import profundo.lab.task.ReadsDigits;
import profundo.lab.task.UsedImages;
import profundo.models.DropoutMlp;
import profundo.optim.Sgd;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.GradientTraining;
import profundo.train.Run;

/// The same net three times: without dropout, with it, and with the weights' norms bounded as well,
/// all three by SGD with a large momentum and a high rate that decays, which is what the paper
/// pairs the bound with (section 5.1, appendix A.2): with small steps no norm comes near it.
public final class MlpDropoutRecipe implements ReadsDigits<MlpDropoutRecipe.Settings> {
  private static final String PLACE = "table 2: ReLU, 3 layers, 1024 units (error %s %%)";
  private static final String GAIN =
      "table 2: 1.60 %% (Simard et al. 2003: logistic, 2 layers of 800 units) − %s %% (ReLU, 3 layers"
          + " of 1024)";
  private static final int ASKED = 1000;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    /// `mnist`, `fashion-mnist` or `kmnist`.
    String data = "mnist";

    /// Layers between input and output.
    int hidden = 3;

    /// In each of them.
    int units = 1024;

    /// Passes over the training data.
    int epochs = 1600;

    /// Samples in a step.
    int batch = 100;

    /// The learning rate at its highest.
    double lr = 0.1;

    /// How many training images are used.
    Limit samples = Limit.ALL;

    /// Of SGD.
    double momentum = 0.95;

    /// What the norm of the weights into a hidden unit is held to.
    double radius = 2;

    @Override
    protected void check() {
      Range.atLeast(1)
          .check("hidden", hidden)
          .check("units", units)
          .check("epochs", epochs)
          .check("batch", batch);
      Range.above(0).check("lr", lr).check("radius", radius);
      Range.atLeast(0).below(1).check("momentum", momentum);
    }

    long[] widths(Facts facts) {
      var widths = new long[hidden + 2];
      Arrays.fill(widths, units);
      widths[0] = 784;
      widths[hidden + 1] = facts.texts(CLASSES).size();
      return widths;
    }
  }

  @Override
  public About about() {
    return new About(
        "mlp-dropout",
        "regularisation and training",
        "Dropout keeps a large perceptron from learning its training digits by heart",
        new Paper(
            "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov",
            2014,
            "Dropout: a simple way to prevent neural networks from overfitting",
            "https://jmlr.org/papers/v15/srivastava14a.html"),
        UsedImages.DATA,
        new Seconds(4, 500, 3600),
        List.of(
            gain("test.dropout.gain", 0.0035),
            gain("test.maxNorm.gain", 0.0054),
            Claim.oursAtLeast(
                    "train.maxNorm.boundedUnits", "a bound that holds no unit tests nothing")
                .at(Scale.LAPTOP, 0.05)
                .at(Scale.PAPER, 0.05),
            error("test.dropout.error", 0.0125, 0.0140),
            error("test.maxNorm.error", 0.0106, 0.0120)));
  }

  /// What dropout takes off the error; on 10,000 images it is larger than on 60,000.
  private static Claim gain(String metric, double paper) {
    return Claim.atLeast(metric, paper, Text.format(GAIN, Text.format("%.2f", 1.60 - 100 * paper)))
        .at(Scale.LAPTOP, 0)
        .at(Scale.PAPER, 0);
  }

  private static Claim error(String metric, double paper, double expected) {
    var place = Text.format(PLACE, Text.format("%.2f", 100 * paper));
    return Claim.atMost(metric, paper, place).at(Scale.PAPER, expected);
  }

  @Override
  public int seeds(Scale scale) {
    return scale == Scale.SMOKE ? 1 : 3;
  }

  /// The paper's probabilities, its momentum of 0.95, its radius of 2 (appendix B.1) and its
  /// million steps; but the output layer's weights stay unbounded. With the fewer steps of the
  /// laptop scale no norm comes to 2 and the bound is 1, which holds about a third of the units.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.hidden = 2;
        settings.epochs = 40;
        settings.lr = 0.05;
        settings.samples = Limit.of(10_000);
        settings.radius = 1;
      }
      case SMOKE -> {
        settings.hidden = 2;
        settings.units = 128;
        settings.epochs = 4;
        settings.batch = 50;
        settings.lr = 0.02;
        settings.samples = Limit.of(1000);
      }
    }
    return settings;
  }

  /// The run's own net is the one with bounded norms.
  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, "standard", "dropout");
  }

  @Override
  public String data(Settings settings) {
    return settings.data;
  }

  @Override
  public DropoutMlp model(Settings settings, Facts facts, String part) {
    boolean drops = !part.equals("standard");
    return new DropoutMlp(drops ? 0.2 : 0, drops ? 0.5 : 0, settings.widths(facts));
  }

  @Override
  public ImageInput input(Settings settings) {
    return ImageInput.PLAIN;
  }

  @Override
  public void run(Run run, Settings settings) {
    var images = UsedImages.named(run, settings.data, settings.samples);
    run.facts(facts(settings));
    try (var loader = images.batches(settings.batch, run.seed())) {
      for (var kind : List.of("standard", "dropout", "maxNorm")) {
        train(run.part(kind), settings, loader, images);
      }
    }
    for (var kind : List.of("dropout", "maxNorm")) {
      var part = run.part(kind);
      part.metric("test.gain", run.part("standard").last("test.error") - part.last("test.error"));
    }
  }

  private void train(Run run, Settings settings, Loader loader, UsedImages images) {
    var net = model(settings, facts(settings), run.part());
    var training =
        new Classification(run, loader, images, input(settings), settings.epochs).cosine();
    boolean bounds = run.part().equals("maxNorm");
    var sgd = new Sgd(net.parameters(), settings.lr, o -> o.momentum(settings.momentum));
    training
        .with(fit -> bounds ? bound(fit, net, settings.radius) : fit)
        .train(net, sgd, Tensor::crossEntropy);
    run.metric("train.disagreement", disagreement(net, images, run));
    run.part(bounds ? Run.WHOLE : run.part()).save(net);
    training.test(net, ImageData.of(settings.data).classes());
  }

  private static GradientTraining<Batch> bound(
      GradientTraining<Batch> fit, DropoutMlp net, double radius) {
    return fit.afterStep(() -> net.maxNorm(radius))
        .measure("train.boundedUnits", () -> net.boundedUnits(radius));
  }

  /// The share of training pictures of which two passes in training say different things: what the
  /// masks of dropout do. 0 without them.
  private static double disagreement(DropoutMlp net, UsedImages images, Run run) {
    net.train();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var pictures = UsedImages.pixels(images.train(), ASKED).to(run.device());
      var first = net.forward(pictures).argmax(1);
      return first.ne(net.forward(pictures).argmax(1)).to(DType.FLOAT32).mean().item();
    } finally {
      net.eval();
    }
  }
}
