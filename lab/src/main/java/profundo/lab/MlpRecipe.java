package profundo.lab;

import java.util.List;
import java.util.Map;
import profundo.models.Mlp;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// The two-hidden-layer perceptron of LeCun et al. 1998 on MNIST, with rectifiers and Adam.
final class MlpRecipe implements Recipe<DigitSettings> {
  @Override
  public String id() {
    return "mlp";
  }

  @Override
  public String topic() {
    return "multilayer perceptrons";
  }

  @Override
  public String title() {
    return "A 784-300-100-10 perceptron reads handwritten digits";
  }

  @Override
  public Paper paper() {
    return new Lenet5Recipe().paper();
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "test.accuracy",
            0.9695,
            "section III-C.4 (error 3.05 %)",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 0.98, Scale.PAPER, 0.98)));
  }

  @Override
  public DigitSettings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new DigitSettings("mnist", "relu", 1, 100, 1e-3, 1000);
      case LAPTOP -> new DigitSettings("mnist", "relu", 15, 100, 1e-3, 0);
      case PAPER -> new DigitSettings("mnist", "relu", 30, 100, 1e-3, 0);
    };
  }

  @Override
  public List<String> data() {
    return DigitSettings.DATA;
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 2;
      case LAPTOP -> 60;
      case PAPER -> 60;
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
    var images = config.images(run);
    var net = net();
    net.to(run.device());
    try (var loader = config.loader(images.train(), run.seed())) {
      var training = new Classification(run, loader, images.test(), config.passes(loader));
      var schedule = Schedule.cosine(training.steps(), 0);
      training
          .with(fit -> fit.schedule(schedule))
          .train(net, new Adam(net.parameters(), config.lr()), Tensor::crossEntropy);
      run.save(net);
      training.show(net, images.test(), Classification.digits());
    }
    var first = net.stateDict().get("layers.0.weight");
    Exhibits.filters(run, first.narrow(0, 0, 60).reshape(60, 1, 28, 28));
  }

  private static Mlp net() {
    return new Mlp(Tensor::relu, 784, 300, 100, 10);
  }
}
