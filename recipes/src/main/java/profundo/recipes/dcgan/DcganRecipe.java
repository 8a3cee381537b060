package profundo.recipes.dcgan;

import java.util.List;
import java.util.stream.Stream;
import profundo.lab.About;
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
import profundo.models.Dcgan;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Facts;
import profundo.train.Run;

/// A convolutional generator and discriminator of 28×28 pictures.
public final class DcganRecipe implements DrawsImages<DcganRecipe.Settings> {
  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    /// `mnist`, `fashion-mnist` or `kmnist`.
    String data = "mnist";

    /// The size of z.
    int noise = 100;

    /// Of the discriminator's first layer.
    int maps = 128;

    /// Passes over the training data.
    int epochs = 50;

    /// Samples in a step.
    int batch = 128;

    /// The learning rate of both players.
    double lr = 2e-4;

    /// How many samples are measured at the end.
    int judged = 10_000;

    /// How many training images are used.
    Limit samples = Limit.ALL;

    @Override
    protected void check() {
      Range.atLeast(1).check("noise", noise).check("maps", maps).check("epochs", epochs);
      Range.atLeast(2).check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(100).check("judged", judged);
    }

    Dcgan.Generator generator() {
      return new Dcgan.Generator(noise, maps);
    }

    Dcgan.Discriminator discriminator() {
      return new Dcgan.Discriminator(maps);
    }

    Adam of(Net player) {
      return new Adam(player.parameters(), lr, o -> o.betas(0.5, 0.999));
    }
  }

  @Override
  public About about() {
    return new About(
        "dcgan",
        "generative networks",
        "Two nets play against each other until one draws digits",
        new Paper(
            "Radford, Metz & Chintala",
            2016,
            "Unsupervised representation learning with deep convolutional generative adversarial"
                + " networks",
            "https://arxiv.org/abs/1511.06434"),
        UsedImages.DATA,
        new Seconds(10, 470, 900),
        Stream.concat(FewLabels.CLAIMS.stream(), PictureJudge.CLAIMS.stream()).toList());
  }

  /// The paper's batches, Adam and first weights; but one layer less in each net, for pictures of
  /// 28×28, and normal noise, where the paper's is uniform.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.maps = 32;
        settings.epochs = 16;
        settings.batch = 64;
      }
      case SMOKE -> {
        settings.noise = 16;
        settings.maps = 8;
        settings.epochs = 3;
        settings.batch = 50;
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
    boolean draws = net instanceof Dcgan.Generator;
    ((Layer) net).forward(draws ? Tensor.zeros(1, settings.noise) : Tensor.zeros(1, 1, 28, 28));
  }

  @Override
  public void run(Run run, Settings settings) {
    var images = UsedImages.named(run, settings.data, settings.samples);
    try (var loader = images.fullBatches(settings.batch, run.seed())) {
      var judge = new PictureJudge(run, images, settings.judged);
      var generator = settings.generator();
      var discriminator = settings.discriminator();
      new Players<>(
              generator,
              discriminator,
              settings.of(generator),
              settings.of(discriminator),
              settings.noise,
              -1)
          .play(run, loader, settings.epochs, judge);
      new FewLabels(run, images)
          .judge(
              discriminator, settings.discriminator(), new Dcgan.Discriminator(settings.maps, 10));
    }
  }

  /// The net's pixels are −1 to 1.
  @Override
  public Tensor draw(Trained<Settings> trained, int count) {
    var noise = Tensors.randn(count, trained.settings().noise).to(trained.device());
    return ((Dcgan.Generator) trained.net()).forward(noise).add(1).div(2);
  }
}
