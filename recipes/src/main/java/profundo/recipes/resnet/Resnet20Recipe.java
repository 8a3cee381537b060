package profundo.recipes.resnet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import profundo.data.Loader;
import profundo.data.image.ImageFile;
import profundo.data.image.ImageInput;
import profundo.data.image.ImageOptions;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Limit;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.task.Classification;
import profundo.lab.task.ImageData;
import profundo.lab.task.Made;
import profundo.lab.task.ReadsImages;
import profundo.lab.task.UsedImages;
import profundo.models.ResNetCifar;
import profundo.nn.Net;
import profundo.optim.Schedule;
import profundo.optim.Sgd;
import profundo.tensor.DType;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Run;

/// A residual net on CIFAR-10, and the plain net of equal depth and size beside it.
public final class Resnet20Recipe implements ReadsImages<Resnet20Recipe.Settings> {
  private static final String PLAIN = "plain";
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final double[] MEAN = {0.4914, 0.4822, 0.4465};
  private static final double[] STD = {0.2470, 0.2435, 0.2616};

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    enum Precision {
      FLOAT32,
      BFLOAT16
    }

    enum Decay {
      ONECYCLE,
      STEPS
    }

    /// A dataset of images, a folder that holds a folder for each class, or `made pictures`.
    String data = "cifar-10";

    /// Blocks in a stage: the nets have 6n + 2 layers.
    int n = 3;

    /// Maps of the first stage; the second has twice and the third four times as many.
    int width = ResNetCifar.WIDTH;

    /// Whether the net has shortcuts; without them it is the plain one.
    boolean shortcuts = true;

    /// Whether the plain net is trained too, beside the residual one.
    boolean plain = true;

    /// Whether training images are shifted and flipped at random.
    boolean augment = true;

    /// Passes over the training data.
    int epochs = 164;

    /// Samples in a step.
    int batch = 128;

    /// The learning rate at its highest.
    double lr = 0.1;

    /// Weight decay.
    double decay = 1e-4;

    /// How the learning rate goes; in steps to a tenth after 1/2 and again after 3/4 of the
    /// training.
    Decay schedule = Decay.STEPS;

    /// In what the loss is computed.
    Precision precision = Precision.FLOAT32;

    /// How many training images are used.
    Limit samples = Limit.ALL;

    @Override
    protected void check() {
      Range.atLeast(1)
          .check("n", n)
          .check("width", width)
          .check("epochs", epochs)
          .check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(0).check("decay", decay);
    }

    /// The names of the classes: synthetic pictures are no aeroplanes.
    List<String> classes() {
      return data.equals(Made.PICTURES) ? Made.KINDS : ImageData.of(data).classes();
    }

    /// What is done to training images; crops and flips are those of section 4.2.
    void transform(ImageOptions options) {
      options.normalise(MEAN, STD);
      if (augment) {
        options.crop(4).flip();
      }
    }

    Schedule over(long steps) {
      return schedule == Decay.ONECYCLE
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
        ImageData.choices("cifar-10"),
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
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.epochs = 13;
        settings.batch = 64;
        settings.decay = 5e-4;
        settings.schedule = Settings.Decay.ONECYCLE;
        settings.samples = Limit.of(10_000);
      }
      case SMOKE -> {
        settings.data = Made.PICTURES;
        settings.n = 1;
        settings.epochs = 2;
        settings.batch = 32;
        settings.schedule = Settings.Decay.ONECYCLE;
        settings.samples = Limit.of(500);
      }
    }
    return settings;
  }

  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, PLAIN);
  }

  @Override
  public Facts facts(Settings settings) {
    return ReadsImages.classes(settings.classes());
  }

  @Override
  public ResNetCifar model(Settings settings, Facts facts, String part) {
    int classes = facts.texts(CLASSES).size();
    boolean residual = settings.shortcuts && !part.equals(PLAIN);
    return new ResNetCifar(settings.n, settings.width, classes, residual);
  }

  @Override
  public Optional<String> width() {
    return Optional.of("width");
  }

  @Override
  public List<Map<String, String>> ablations() {
    return List.of(Map.of("shortcuts", "false"), Map.of("augment", "false"), Map.of("decay", "0"));
  }

  @Override
  public void example(Settings settings, Net net) {
    ((ResNetCifar) net).forward(Tensor.zeros(1, 3, SIDE, SIDE));
  }

  @Override
  public ImageInput input(Settings settings) {
    return new ImageInput(o -> o.normalise(MEAN, STD));
  }

  @Override
  public LabelledImages images(Settings settings, Sources sources) {
    return settings.data.equals(Made.PICTURES)
        ? Made.pictures(1000, 200)
        : ImageData.of(settings.data).read(sources, CHANNELS, SIDE, SIDE);
  }

  @Override
  public Tensor pictures(Settings settings, Path file) {
    return ImageFile.square(file, SIDE);
  }

  @Override
  public void run(Run run, Settings settings) {
    var images = UsedImages.of(run, images(settings, run.sources()), settings.samples);
    run.facts(facts(settings));
    try (var loader =
        images.batches(train -> train.with(settings::transform), settings.batch, run.seed())) {
      train(run, settings, loader, images);
      if (settings.plain) {
        train(run.part(PLAIN), settings, loader, images);
        run.metric("test.gain", run.part(PLAIN).last("test.error") - run.last("test.error"));
      }
    }
  }

  private void train(Run run, Settings settings, Loader loader, UsedImages images) {
    var net = model(settings, facts(settings), run.part());
    var sgd =
        new Sgd(net.parameters(), settings.lr, o -> o.momentum(0.9).weightDecay(settings.decay));
    var training = new Classification(run, loader, images, input(settings), settings.epochs);
    training
        .with(fit -> {
          fit.schedule(settings.over(training.steps()));
          return settings.precision == Settings.Precision.BFLOAT16
              ? fit.autocast(DType.BFLOAT16)
              : fit;
        })
        .train(net, sgd, Tensor::crossEntropy);
    run.save(net);
    training.test(net, settings.classes());
    if (run.part().isEmpty()) {
      Exhibits.filters(run, net.stateDict().get("conv1.weight"));
    }
  }
}
