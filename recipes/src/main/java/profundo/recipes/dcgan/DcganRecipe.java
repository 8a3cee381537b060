package profundo.recipes.dcgan;

import java.util.Map;
import java.util.stream.Stream;
import profundo.lab.About;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.task.PictureJudge;
import profundo.lab.task.Players;
import profundo.lab.task.UsedImages;
import profundo.models.Dcgan;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.train.Run;

/// A convolutional generator and discriminator of 28×28 pictures.
public final class DcganRecipe implements Recipe<DcganRecipe.Settings> {
  /// @param data `mnist`, `fashion-mnist` or `kmnist`
  /// @param noise the size of z
  /// @param maps of the discriminator's first layer
  /// @param epochs passes over the training data
  /// @param batch samples in a step
  /// @param lr the learning rate of both players
  /// @param judged how many samples are measured at the end
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data, int noise, int maps, int epochs, int batch, double lr, int judged, int samples) {
    Settings {
      Range.atLeast(1).check("noise", noise).check("maps", maps).check("epochs", epochs);
      Range.atLeast(2).check("batch", batch);
      Range.above(0).check("lr", lr);
      Range.atLeast(100).check("judged", judged);
      Range.atLeast(0).check("samples", samples);
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
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings("mnist", 16, 8, 3, 50, 1e-3, 200, 1000);
      case LAPTOP -> new Settings("mnist", 100, 32, 16, 64, 2e-4, 10_000, 0);
      case PAPER -> new Settings("mnist", 100, 128, 50, 128, 2e-4, 10_000, 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of(
        "Dcgan.Generator", new Dcgan.Generator(100, 32).parameterCount(),
        "Dcgan.Discriminator", new Dcgan.Discriminator(32).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var images = UsedImages.named(run, config.data(), config.samples());
    try (var loader = images.fullBatches(config.batch(), run.seed())) {
      var judge = new PictureJudge(run, images, config.judged());
      var generator = new Dcgan.Generator(config.noise(), config.maps());
      var discriminator = new Dcgan.Discriminator(config.maps());
      new Players<>(
              generator,
              discriminator,
              config.of(generator),
              config.of(discriminator),
              config.noise(),
              -1)
          .play(run, loader, config.epochs(), judge);
      new FewLabels(run, images)
          .judge(
              discriminator,
              new Dcgan.Discriminator(config.maps()),
              new Dcgan.Discriminator(config.maps(), 10));
    }
  }
}
