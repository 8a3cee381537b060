package profundo.recipes.lenet;

import java.util.List;
import profundo.data.image.ImageInput;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Epochs;
import profundo.lab.Limit;
import profundo.lab.Paper;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.DigitSettings;
import profundo.lab.task.ReadsDigits;
import profundo.lab.task.UsedImages;
import profundo.models.LeNet5;
import profundo.models.LeNet5Modern;
import profundo.nn.Net;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Run;

/// LeNet-5 on MNIST. The net and its loss are the paper's; the optimizer is Adam with a cosine
/// schedule where the paper has stochastic diagonal Levenberg–Marquardt.
public final class Lenet5Recipe implements ReadsDigits<Lenet5Recipe.Settings> {
  /// What can be set; the values are the paper's where it says them.
  static final class Settings extends DigitSettings {
    enum Variant {
      LECUN,
      MODERN
    }

    /// The net of 1998, or one of its size as it is built today.
    Variant variant = Variant.LECUN;

    /// What subsampling takes of four neighbours in the net of 1998.
    LeNet5.Pool pool = LeNet5.Pool.AVERAGE;

    Settings() {
      lr = 5e-3;
    }

    boolean isModern() {
      return variant == Variant.MODERN;
    }
  }

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
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> settings.epochs = Epochs.showing(840_000);
      case SMOKE -> {
        settings.epochs = Epochs.of(4);
        settings.batch = 50;
        settings.samples = Limit.of(1000);
      }
    }
    return settings;
  }

  @Override
  public String data(Settings settings) {
    return settings.data;
  }

  @Override
  public Net model(Settings settings, Facts facts, String part) {
    int classes = facts.texts(CLASSES).size();
    return settings.isModern() ? new LeNet5Modern(classes) : new LeNet5(classes, settings.pool);
  }

  /// The paper's digits are 32×32, ground −0.1 and ink 1.175 (section II-B).
  @Override
  public ImageInput input(Settings settings) {
    return settings.isModern()
        ? new ImageInput(o -> o.normalise(MEAN, STD))
        : new ImageInput(o -> o.range(GROUND, INK).border(BORDER));
  }

  @Override
  public void run(Run run, Settings settings) {
    switch (model(settings, facts(settings), Run.WHOLE)) {
      case LeNet5 net -> {
        settings.train(run, net, input(settings), (y, k) -> LeNet5.loss(y, k, RUBBISH));
        Exhibits.filters(run, net.stateDict().get("c1.weight"));
      }
      case LeNet5Modern net -> {
        settings.train(run, net, input(settings), Tensor::crossEntropy);
        Exhibits.filters(run, net.stateDict().get("conv1.weight"));
      }
      default -> throw new IllegalStateException();
    }
  }
}
