package profundo.recipes.gan;

import java.util.ArrayList;
import java.util.List;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Formerly;
import profundo.lab.Limit;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.Trained;
import profundo.lab.task.DrawsImages;
import profundo.lab.task.PictureJudge;
import profundo.lab.task.Players;
import profundo.lab.task.UsedImages;
import profundo.models.Gan2014;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.optim.Sgd;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Facts;
import profundo.train.Run;

/// The first adversarial nets: a generator and a discriminator without convolutions.
public final class GanRecipe implements DrawsImages<GanRecipe.Settings> {
  private static final int PIECES = 5;
  private static final int MEAN_OF = 10_000;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    enum Method {
      ADAM,
      SGD
    }

    /// `mnist`, `fashion-mnist` or `kmnist`.
    String data = "mnist";

    /// The size of z.
    int noise = 100;

    /// Units in each hidden layer of the generator.
    @Formerly("drawing")
    int generatorUnits = 1200;

    /// Maxout units in each hidden layer of the discriminator.
    @Formerly("doubting")
    int discriminatorUnits = 240;

    /// Passes over the training data.
    int epochs = 300;

    /// Samples in a step.
    int batch = 100;

    /// How both players are trained.
    Method optimizer = Method.SGD;

    /// The learning rate of both players.
    double lr = 0.1;

    /// How many samples are measured at the end.
    int judged = 10_000;

    /// How many training images are used.
    Limit samples = Limit.ALL;

    @Override
    protected void check() {
      Range.atLeast(1)
          .check("noise", noise)
          .check("generatorUnits", generatorUnits)
          .check("discriminatorUnits", discriminatorUnits)
          .check("epochs", epochs)
          .check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(100).check("judged", judged);
    }

    Optimizer of(Net player) {
      return optimizer == Method.ADAM
          ? new Adam(player.parameters(), lr, o -> o.betas(0.5, 0.999))
          : new Sgd(player.parameters(), lr, o -> o.momentum(0.5));
    }

    Gan2014.Generator generator() {
      return new Gan2014.Generator(noise, generatorUnits);
    }

    Gan2014.Discriminator discriminator() {
      return new Gan2014.Discriminator(discriminatorUnits, PIECES);
    }
  }

  @Override
  public About about() {
    var claims = new ArrayList<>(PictureJudge.CLAIMS);
    claims.addFirst(
        Claim.atLeast("test.parzen", 225, "table 1 (225 ± 2)")
            .at(Scale.LAPTOP, 95)
            .at(Scale.PAPER, 200));
    return new About(
        "gan",
        "generative networks",
        "A forger of digits learns from the one who tries to tell them apart",
        new Paper(
            "Goodfellow et al.",
            2014,
            "Generative adversarial nets",
            "https://arxiv.org/abs/1406.2661"),
        UsedImages.DATA,
        new Seconds(10, 440, 900),
        claims);
  }

  /// The published settings for MNIST but for two: the rate does not decay, and the momentum stays
  /// at 0.5, where theirs rises to 0.7.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.generatorUnits = 512;
        settings.discriminatorUnits = 72;
        settings.epochs = 60;
      }
      case SMOKE -> {
        settings.noise = 32;
        settings.generatorUnits = 64;
        settings.discriminatorUnits = 16;
        settings.epochs = 5;
        settings.batch = 50;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 1e-3;
        settings.judged = 200;
        settings.samples = Limit.of(1000);
      }
    }
    return settings;
  }

  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, "discriminator");
  }

  /// The run's own net is the generator.
  @Override
  public Net model(Settings settings, Facts facts, String part) {
    return part.isEmpty() ? settings.generator() : settings.discriminator();
  }

  @Override
  public void example(Settings settings, Net net) {
    boolean draws = net instanceof Gan2014.Generator;
    ((Layer) net).forward(draws ? Tensor.zeros(1, settings.noise) : Tensor.zeros(1, 1, 28, 28));
  }

  @Override
  public void run(Run run, Settings settings) {
    var images = UsedImages.named(run, settings.data, settings.samples);
    try (var loader = images.fullBatches(settings.batch, run.seed())) {
      var judge = new PictureJudge(run, images, settings.judged);
      var generator = settings.generator();
      generator.start(UsedImages.pixels(images.train(), MEAN_OF).mean(0));
      var discriminator = settings.discriminator();
      new Players<>(
              generator,
              discriminator,
              settings.of(generator),
              settings.of(discriminator),
              settings.noise,
              0)
          .play(run, loader, settings.epochs, judge);
    }
  }

  @Override
  public Tensor draw(Trained<Settings> trained, int count) {
    var noise = Tensors.randn(count, trained.settings().noise).to(trained.device());
    return ((Gan2014.Generator) trained.net()).forward(noise);
  }
}
