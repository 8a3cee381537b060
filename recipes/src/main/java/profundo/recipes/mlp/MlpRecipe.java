package profundo.recipes.mlp;

import java.util.List;
import java.util.Map;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Paper;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.UsageException;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.DigitSettings;
import profundo.lab.task.UsedImages;
import profundo.models.Mlp;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// The two-hidden-layer perceptron of LeCun et al. 1998 on MNIST, with rectifiers and Adam.
public final class MlpRecipe implements Recipe<DigitSettings> {
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
  public DigitSettings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new DigitSettings("mnist", "relu", 5, 32, 1e-3, 1000);
      case LAPTOP -> new DigitSettings("mnist", "relu", 15, 100, 1e-3, 0);
      case PAPER -> new DigitSettings("mnist", "relu", 30, 100, 1e-3, 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("Mlp", net().parameterCount());
  }

  @Override
  public void run(Run run, DigitSettings config) {
    if (!config.variant().equals("relu")) {
      throw new UsageException("variant", config.variant(), "relu");
    }
    var net = net();
    config.train(run, net, images -> images, Tensor::crossEntropy);
    var first = net.stateDict().get("layers.0.weight");
    Exhibits.filters(run, first.narrow(0, 0, 60).reshape(60, 1, 28, 28));
  }

  private static Mlp net() {
    return new Mlp(Tensor::relu, 784, 300, 100, 10);
  }
}
