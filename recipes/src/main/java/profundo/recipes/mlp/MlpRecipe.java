package profundo.recipes.mlp;

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
import profundo.models.Mlp;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Run;

/// The two-hidden-layer perceptron of LeCun et al. 1998 on MNIST, with rectifiers and Adam.
public final class MlpRecipe implements ReadsDigits<MlpRecipe.Settings> {
  /// What can be set; the values are the paper's where it says them.
  static final class Settings extends DigitSettings {
    enum Variant {
      RELU
    }

    /// The activation.
    Variant variant = Variant.RELU;

    Settings() {
      epochs = Epochs.of(30);
      batch = 100;
    }
  }

  @Override
  public About about() {
    return new About(
        "mlp",
        "multilayer perceptrons",
        "A 784-300-100-10 perceptron reads handwritten digits",
        new Paper(
            "LeCun, Bottou, Bengio & Haffner",
            1998,
            "Gradient-based learning applied to document recognition",
            "https://doi.org/10.1109/5.726791"),
        UsedImages.DATA,
        new Seconds(2, 60, 60),
        List.of(
            Claim.atLeast("test.accuracy", 0.9695, "section III-C.6 (error 3.05 %)")
                .fromMemory()
                .at(Scale.LAPTOP, 0.98)
                .at(Scale.PAPER, 0.98)));
  }

  /// The paper trains with tanh by stochastic diagonal Levenberg–Marquardt, one digit a step.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> settings.epochs = Epochs.of(15);
      case SMOKE -> {
        settings.epochs = Epochs.of(5);
        settings.batch = 32;
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
  public Mlp model(Settings settings, Facts facts, String part) {
    return new Mlp(Tensor::relu, 784, 300, 100, facts.texts(CLASSES).size());
  }

  @Override
  public ImageInput input(Settings settings) {
    return ImageInput.PLAIN;
  }

  @Override
  public void run(Run run, Settings settings) {
    var net = model(settings, facts(settings), Run.WHOLE);
    settings.train(run, net, input(settings), Tensor::crossEntropy);
    var first = net.stateDict().get("layers.0.weight");
    Exhibits.filters(run, first.narrow(0, 0, 60).reshape(60, 1, 28, 28));
  }
}
