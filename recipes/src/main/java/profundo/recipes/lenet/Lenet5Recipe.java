package profundo.recipes.lenet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import profundo.data.Dataset;
import profundo.data.DigitPhoto;
import profundo.data.Images;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Paper;
import profundo.lab.Prediction;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.UsageException;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.DigitSettings;
import profundo.lab.task.UsedImages;
import profundo.models.LeNet5;
import profundo.models.LeNet5Modern;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Text;
import profundo.train.Run;

/// LeNet-5 on MNIST. The net and its loss are the paper's; the optimizer is Adam with a cosine
/// schedule where the paper has stochastic diagonal Levenberg–Marquardt.
public final class Lenet5Recipe implements Recipe<DigitSettings> {
  private static final double RUBBISH = 1;
  private static final double GROUND = -0.1;
  private static final double INK = 1.175;
  private static final int BORDER = 2;
  private static final double MEAN = 0.1307;
  private static final double STD = 0.3081;

  @Override
  public About about() {
    return new About(
        "lenet5",
        "convolutional networks",
        "LeNet-5 reads handwritten digits",
        new Paper(
            "LeCun, Bottou, Bengio & Haffner",
            1998,
            "Gradient-based learning applied to document recognition",
            "https://doi.org/10.1109/5.726791"),
        UsedImages.DATA,
        new Seconds(3, 90, 120),
        List.of(
            Claim.atLeast("test.accuracy", 0.9905, "figure 9 (error 0.95 %)")
                .fromMemory()
                .at(Scale.LAPTOP, 0.989)
                .at(Scale.PAPER, 0.9905)
                .withBundled(0.97)));
  }

  /// The paper's 20 passes; but Adam in steps of 64, where the paper takes one digit a step.
  @Override
  public DigitSettings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new DigitSettings("mnist", "lecun", 4, 50, 5e-3, 1000);
      case LAPTOP -> new DigitSettings("mnist", "lecun", 0, 64, 5e-3, 0);
      case PAPER -> new DigitSettings("mnist", "lecun", 20, 64, 5e-3, 0);
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
    switch (config.variant()) {
      case "lecun" -> {
        var net = new LeNet5();
        config.train(run, net, Lenet5Recipe::paperInput, (y, k) -> LeNet5.loss(y, k, RUBBISH));
        Exhibits.filters(run, net.stateDict().get("c1_weight"));
      }
      case "modern" -> {
        var net = new LeNet5Modern();
        config.train(
            run, net, images -> images.with(o -> o.normalise(MEAN, STD)), Tensor::crossEntropy);
        Exhibits.filters(run, net.stateDict().get("conv1.weight"));
      }
      default -> throw new UsageException("variant", config.variant(), "lecun, modern");
    }
  }

  /// 32×32, ground −0.1 and ink 1.175 (section II-B).
  private static Dataset paperInput(Images images) {
    return images.with(o -> o.range(GROUND, INK).border(BORDER));
  }

  @Override
  public Prediction predict(Path weights, Path input) {
    try (var _ = Scope.open()) {
      var state = StateDict.read(weights);
      var photo = DigitPhoto.read(input);
      Tensor scores;
      if (state.has("conv1.weight")) {
        var net = new LeNet5Modern();
        net.load(state);
        scores = net.forward(photo.sub(MEAN).div(STD));
      } else {
        var net = LeNet5.of(state);
        scores =
            net.forward(photo.pad(0, BORDER, BORDER, BORDER, BORDER).mul(INK - GROUND).add(GROUND));
      }
      var best = scores.softmax(1).max(1, false);
      return Prediction.of(
          Text.format("%d (%.1f %%)", best.indices().itemLong(), 100 * best.values().item()));
    }
  }
}
