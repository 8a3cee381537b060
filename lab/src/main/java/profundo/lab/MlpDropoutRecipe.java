package profundo.lab;

import java.util.List;
import java.util.Map;
import profundo.data.Loader;
import profundo.models.DropoutMlp;
import profundo.optim.Adam;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// The same net three times: without dropout, with it, and with the weights' norms bounded as well.
/// Adam and a cosine schedule stand where the paper has a long search over momentum and decay.
final class MlpDropoutRecipe implements Recipe<MlpDropoutRecipe.Settings> {
  private static final String PLACE = "table 2: ReLU, 3 layers, 1024 units (error %s %%)";
  private static final double RADIUS = 2;

  /// @param data `mnist`, `fashion-mnist` or `kmnist`
  /// @param hidden layers between input and output
  /// @param units in each of them
  /// @param epochs passes over the training data
  /// @param batch samples in a step
  /// @param lr the learning rate at its highest
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data, int hidden, int units, int epochs, int batch, double lr, int samples) {
    Settings {
      Range.atLeast(1)
          .check("hidden", hidden)
          .check("units", units)
          .check("epochs", epochs)
          .check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(0).check("samples", samples);
    }

    long[] widths() {
      var widths = new long[hidden + 2];
      java.util.Arrays.fill(widths, units);
      widths[0] = 784;
      widths[hidden + 1] = 10;
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
            error("test.standard.error", 0.0160, 0.0175),
            error("test.dropout.error", 0.0125, 0.0140),
            error("test.maxNorm.error", 0.0106, 0.0120)));
  }

  /// What dropout takes off the error; on 10,000 images it is larger than on 60,000.
  private static Claim gain(String metric, double paper) {
    var place = PLACE.formatted("1.60 − " + "%.2f".formatted(1.60 - 100 * paper));
    return Claim.atLeast(metric, paper, place).at(Scale.LAPTOP, 0.003);
  }

  private static Claim error(String metric, double paper, double expected) {
    var place = PLACE.formatted("%.2f".formatted(100 * paper));
    return Claim.atMost(metric, paper, place).at(Scale.PAPER, expected);
  }

  @Override
  public int seeds(Scale scale) {
    return scale == Scale.SMOKE ? 1 : 3;
  }

  /// The paper's probabilities, its radius of 2 (appendix B.1) and its million steps; but Adam,
  /// where the paper has a momentum of 0.95, and the output layer's weights stay unbounded.
  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings("mnist", 2, 128, 4, 50, 2e-3, 1000);
      case LAPTOP -> new Settings("mnist", 2, 1024, 40, 100, 1e-3, 10_000);
      case PAPER -> new Settings("mnist", 3, 1024, 1600, 100, 1e-3, 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of(
        "DropoutMlp", new DropoutMlp(0.2, 0.5, 784, 1024, 1024, 1024, 10).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var images = UsedImages.named(run, config.data(), config.samples());
    try (var loader = images.batches(config.batch(), run.seed())) {
      for (var kind : List.of("standard", "dropout", "maxNorm")) {
        train(run, config, kind, loader, images);
      }
    }
    for (var kind : List.of("dropout", "maxNorm")) {
      run.metric(
          "test." + kind + ".gain",
          run.last("test.standard.error") - run.last("test." + kind + ".error"));
    }
  }

  private static void train(
      Run run, Settings config, String kind, Loader loader, UsedImages images) {
    boolean drops = !kind.equals("standard");
    var net = new DropoutMlp(drops ? 0.2 : 0, drops ? 0.5 : 0, config.widths());
    net.to(run.device());
    var training =
        new Classification(run, loader, images.test(), config.epochs()).named(kind).cosine();
    training
        .with(fit -> fit.afterStep(() -> bound(net, kind)))
        .train(net, new Adam(net.parameters(), config.lr()), Tensor::crossEntropy);
    run.save(kind.equals("maxNorm") ? "model" : kind, net);
    training.show(net, images.test(), Classification.digits());
  }

  private static void bound(DropoutMlp net, String kind) {
    if (kind.equals("maxNorm")) {
      net.maxNorm(RADIUS);
    }
  }
}
