package profundo.lab;

import java.util.List;
import java.util.Map;
import profundo.data.Images;
import profundo.data.LabelledImages;
import profundo.data.Loader;
import profundo.models.ResNetCifar;
import profundo.optim.Schedule;
import profundo.optim.Sgd;
import profundo.tensor.DType;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// A residual net on CIFAR-10, and the plain net of equal depth and size beside it.
final class Resnet20Recipe implements Recipe<Resnet20Recipe.Settings> {
  private static final List<String> CLASSES =
      List.of("aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry");
  private static final double[] MEAN = {0.4914, 0.4822, 0.4465};
  private static final double[] STD = {0.2470, 0.2435, 0.2616};

  /// @param n blocks in a stage: the nets have 6n + 2 layers
  /// @param epochs passes over the training data, 1 or more
  /// @param batch samples in a step, 1 or more
  /// @param lr the learning rate at its highest, above 0
  /// @param decay weight decay, 0 or more
  /// @param schedule `onecycle`, or `steps`: a tenth after 1/2 and again after 3/4 of the training
  /// @param precision `float32` or `bfloat16`
  /// @param samples how many training images are used; 0 for all
  record Settings(
      int n,
      int epochs,
      int batch,
      double lr,
      double decay,
      String schedule,
      String precision,
      int samples) {
    Settings {
      Range.atLeast("n", n, 1);
      Range.atLeast("epochs", epochs, 1);
      Range.atLeast("batch", batch, 1);
      Range.above("lr", lr, 0);
      Range.atLeast("decay", decay, 0);
      Range.oneOf("schedule", schedule, "onecycle", "steps");
      Range.oneOf("precision", precision, "float32", "bfloat16");
      Range.atLeast("samples", samples, 0);
    }

    Schedule over(long steps) {
      return schedule.equals("onecycle")
          ? Schedule.oneCycle(steps, 0.25)
          : Schedule.multiStep(0.1, steps / 2, steps * 3 / 4);
    }
  }

  @Override
  public String id() {
    return "resnet20";
  }

  @Override
  public String topic() {
    return "convolutional networks";
  }

  @Override
  public String title() {
    return "Shortcuts let a deep net learn what a plain one of equal depth does not";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "He, Zhang, Ren & Sun",
        2016,
        "Deep residual learning for image recognition",
        "https://arxiv.org/abs/1512.03385");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "test.error",
            0.0875,
            "table 6 (ResNet-20)",
            Claim.Direction.AT_MOST,
            Map.of(Scale.LAPTOP, 0.38, Scale.PAPER, 0.0905)));
  }

  @Override
  public List<String> data() {
    return List.of("cifar-10");
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 10;
      case LAPTOP -> 590;
      case PAPER -> 3000;
    };
  }

  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(1, 1, 32, 0.1, 1e-4, "onecycle", "float32", 128);
      case LAPTOP -> new Settings(3, 13, 64, 0.1, 5e-4, "onecycle", "float32", 10_000);
      case PAPER -> new Settings(3, 164, 128, 0.1, 1e-4, "steps", "float32", 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("ResNetCifar", new ResNetCifar(3, 10, true).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var images = UsedImages.of(run, LabelledImages.cifar10(run.sources()), config.samples());
    var train = images.train().with(o -> o.normalise(MEAN, STD).crop(4).flip());
    try (var loader =
        new Loader(
            train.limit(images.origin().samples()),
            o -> o.batch(config.batch()).shuffle(run.seed()))) {
      train(
          run,
          config,
          "",
          new ResNetCifar(config.n(), CLASSES.size(), true),
          loader,
          images.test());
      train(
          run,
          config,
          "plain",
          new ResNetCifar(config.n(), CLASSES.size(), false),
          loader,
          images.test());
    }
    run.metric("test.gain", run.last("test.plain.error") - run.last("test.error"));
  }

  private static void train(
      Run run, Settings config, String name, ResNetCifar net, Loader loader, Images test) {
    net.to(run.device());
    var sgd =
        new Sgd(net.parameters(), config.lr(), o -> o.momentum(0.9).weightDecay(config.decay()));
    var input = test.with(o -> o.normalise(MEAN, STD));
    var training = new Classification(run, loader, input, config.epochs()).named(name);
    training
        .with(fit -> {
          fit.schedule(config.over(training.steps()));
          return config.precision().equals("bfloat16") ? fit.autocast(DType.BFLOAT16) : fit;
        })
        .train(net, sgd, Tensor::crossEntropy);
    if (name.isEmpty()) {
      run.save(net);
      training.show(net, test, CLASSES);
      Exhibits.filters(run, net.stateDict().get("conv1.weight"));
    }
  }
}
