package profundo.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import profundo.data.Dataset;
import profundo.data.DigitPhoto;
import profundo.data.LabelledImages;
import profundo.models.LeNet5;
import profundo.models.LeNet5Modern;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.nn.StateDict;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// LeNet-5 on MNIST. The net and its loss are the paper's; the optimizer is Adam with a cosine
/// schedule where the paper has stochastic diagonal Levenberg–Marquardt.
final class Lenet5Recipe implements Recipe<DigitSettings> {
  private static final double RUBBISH = 1;

  @Override
  public String id() {
    return "lenet5";
  }

  @Override
  public String topic() {
    return "convolutional networks";
  }

  @Override
  public String title() {
    return "LeNet-5 reads handwritten digits";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "LeCun, Bottou, Bengio & Haffner",
        1998,
        "Gradient-based learning applied to document recognition",
        "https://doi.org/10.1109/5.726791");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
                "test.accuracy",
                0.9905,
                "figure 9 (error 0.95 %)",
                Claim.Direction.AT_LEAST,
                Map.of(Scale.LAPTOP, 0.989, Scale.PAPER, 0.9905))
            .withBundled(0.97));
  }

  @Override
  public DigitSettings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new DigitSettings("mnist", "lecun", 1, 64, 2e-3, 1000);
      case LAPTOP -> new DigitSettings("mnist", "lecun", 0, 64, 5e-3, 0);
      case PAPER -> new DigitSettings("mnist", "lecun", 20, 64, 5e-3, 0);
    };
  }

  @Override
  public List<String> data() {
    return DigitSettings.DATA;
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 3;
      case LAPTOP -> 90;
      case PAPER -> 120;
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of(
        "LeNet5",
        new LeNet5().parameterCount(),
        "LeNet5Modern",
        new LeNet5Modern().parameterCount());
  }

  @Override
  public void run(Run run, DigitSettings config) {
    var images = config.images(run);
    boolean modern = modern(config.variant());
    if (modern) {
      var net = new LeNet5Modern();
      train(run, config, net, images, true, Tensor::crossEntropy);
      Exhibits.filters(run, net.stateDict().get("conv1.weight"));
    } else {
      var net = new LeNet5();
      train(run, config, net, images, false, (y, labels) -> LeNet5.loss(y, labels, RUBBISH));
      Exhibits.filters(run, net.stateDict().get("c1_weight"));
    }
  }

  private static <N extends Net & Layer> void train(
      Run run,
      DigitSettings config,
      N net,
      LabelledImages images,
      boolean modern,
      BinaryOperator<Tensor> loss) {
    net.to(run.device());
    var optimizer = new Adam(net.parameters(), config.lr());
    var test = input(images.test(), modern);
    try (var loader = config.loader(input(images.train(), modern), run.seed())) {
      var training = new Classification(run, loader, test, config.passes(loader));
      var schedule = Schedule.cosine(training.steps(), 0);
      training.with(fit -> fit.schedule(schedule)).train(net, optimizer, loss);
      run.save(net);
      training.show(net, images.test(), Classification.digits());
    }
  }

  /// The paper's input: 32×32, ground −0.1 and ink 1.175 (section II-B).
  private static Dataset input(profundo.data.Images images, boolean modern) {
    return modern
        ? images.with(o -> o.normalise(0.1307, 0.3081))
        : images.with(o -> o.range(-0.1, 1.175).border(2));
  }

  private static boolean modern(String variant) {
    return switch (variant) {
      case "lecun" -> false;
      case "modern" -> true;
      default -> throw new UsageException("variant", variant, "lecun, modern");
    };
  }

  @Override
  public String predict(Path weights, Path input) {
    try (var _ = Scope.open()) {
      var state = StateDict.read(weights);
      var photo = DigitPhoto.read(input);
      Tensor scores;
      if (state.has("conv1.weight")) {
        var net = new LeNet5Modern();
        net.load(state);
        scores = net.forward(photo.sub(0.1307).div(0.3081));
      } else {
        var net = new LeNet5();
        net.load(state);
        scores = net.forward(photo.pad(0, 2, 2, 2, 2).mul(1.275).sub(0.1));
      }
      var best = scores.softmax(1).max(1, false);
      return "%d (%.1f %%)".formatted(best.indices().itemLong(), 100 * best.values().item());
    }
  }
}
