package profundo.recipes.resnet;

import java.util.List;
import java.util.Map;
import profundo.data.LabelledImages;
import profundo.data.Loader;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.Classification;
import profundo.lab.task.Made;
import profundo.lab.task.UsedImages;
import profundo.models.ResNetCifar;
import profundo.optim.Schedule;
import profundo.optim.Sgd;
import profundo.tensor.DType;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// A residual net on CIFAR-10, and the plain net of equal depth and size beside it.
public final class Resnet20Recipe implements Recipe<Resnet20Recipe.Settings> {
  private static final List<String> CLASSES =
      List.of("aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry");
  private static final double[] MEAN = {0.4914, 0.4822, 0.4465};
  private static final double[] STD = {0.2470, 0.2435, 0.2616};

  /// @param data `cifar-10`, or `made pictures`
  /// @param n blocks in a stage: the nets have 6n + 2 layers
  /// @param epochs passes over the training data
  /// @param batch samples in a step
  /// @param lr the learning rate at its highest
  /// @param decay weight decay
  /// @param schedule `onecycle`, or `steps`: a tenth after 1/2 and again after 3/4 of the training
  /// @param precision `float32` or `bfloat16`
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data,
      int n,
      int epochs,
      int batch,
      double lr,
      double decay,
      String schedule,
      String precision,
      int samples) {
    Settings {
      Range.oneOf("data", data, List.of("cifar-10", Made.PICTURES));
      Range.atLeast(1).check("n", n).check("epochs", epochs).check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(0).check("decay", decay).check("samples", samples);
      Range.oneOf("schedule", schedule, List.of("onecycle", "steps"));
      Range.oneOf("precision", precision, List.of("float32", "bfloat16"));
    }

    LabelledImages images(Run run) {
      return data.equals(Made.PICTURES)
          ? Made.pictures(1000, 200)
          : LabelledImages.cifar10(run.sources());
    }

    Schedule over(long steps) {
      return schedule.equals("onecycle")
          ? Schedule.oneCycle(steps, 0.25)
          : Schedule.multiStep(0.1, steps / 2, steps * 3 / 4);
    }
  }

  @Override
  public About about() {
    return new About(
        "resnet20",
        "convolutional networks",
        "Shortcuts let a deep net learn what a plain one of equal depth does not",
        new Paper(
            "He, Zhang, Ren & Sun",
            2016,
            "Deep residual learning for image recognition",
            "https://arxiv.org/abs/1512.03385"),
        List.of("cifar-10"),
        new Seconds(10, 530, 3000),
        List.of(
            Claim.atLeast(
                    "test.gain",
                    0.0351,
                    "table 2: the plain net's error less the residual net's, 34 layers on ImageNet"
                        + " (28.54 − 25.03 %)")
                .at(Scale.LAPTOP, 0.03)
                .at(Scale.PAPER, 0),
            Claim.atMost("test.error", 0.0875, "table 6 (ResNet-20)")
                .at(Scale.LAPTOP, 0.38)
                .at(Scale.PAPER, 0.0905)));
  }

  /// The paper's rate of 0.1, a tenth at 32,000 and 48,000 of 64,000 steps, its decay, crops and
  /// flips; but pictures are normalised by channel, where the paper takes off each pixel's mean.
  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings(Made.PICTURES, 1, 2, 32, 0.1, 1e-4, "onecycle", "float32", 500);
      case LAPTOP -> new Settings("cifar-10", 3, 13, 64, 0.1, 5e-4, "onecycle", "float32", 10_000);
      case PAPER -> new Settings("cifar-10", 3, 164, 128, 0.1, 1e-4, "steps", "float32", 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("ResNetCifar", new ResNetCifar(3, CLASSES.size(), true).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var images = UsedImages.of(run, config.images(run), config.samples());
    try (var loader =
        images.batches(
            train -> train.with(o -> o.normalise(MEAN, STD).crop(4).flip()),
            config.batch(),
            run.seed())) {
      for (var name : List.of("", "plain")) {
        var net = new ResNetCifar(config.n(), CLASSES.size(), name.isEmpty());
        train(run, config, name, net, loader, images);
      }
    }
    run.metric("test.gain", run.last("test.plain.error") - run.last("test.error"));
  }

  private static void train(
      Run run, Settings config, String name, ResNetCifar net, Loader loader, UsedImages images) {
    net.to(run.device());
    var sgd =
        new Sgd(net.parameters(), config.lr(), o -> o.momentum(0.9).weightDecay(config.decay()));
    var training =
        new Classification(
                run,
                loader,
                images,
                pictures -> pictures.with(o -> o.normalise(MEAN, STD)),
                config.epochs())
            .named(name);
    training
        .with(fit -> {
          fit.schedule(config.over(training.steps()));
          return config.precision().equals("bfloat16") ? fit.autocast(DType.BFLOAT16) : fit;
        })
        .train(net, sgd, Tensor::crossEntropy);
    run.save(name.isEmpty() ? "model" : name, net);
    training.test(net, CLASSES);
    if (name.isEmpty()) {
      Exhibits.filters(run, net.stateDict().get("conv1.weight"));
    }
  }
}
