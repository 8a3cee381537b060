package profundo.recipes.gan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.task.PictureJudge;
import profundo.lab.task.Players;
import profundo.lab.task.UsedImages;
import profundo.models.Gan2014;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.optim.Sgd;
import profundo.train.Run;

/// The first adversarial nets: a generator and a discriminator without convolutions.
public final class GanRecipe implements Recipe<GanRecipe.Settings> {
  private static final int PIECES = 5;
  private static final int MEAN_OF = 10_000;

  /// @param data `mnist`, `fashion-mnist` or `kmnist`
  /// @param noise the size of z
  /// @param drawing units in each hidden layer of the generator
  /// @param doubting maxout units in each hidden layer of the discriminator
  /// @param epochs passes over the training data
  /// @param batch samples in a step
  /// @param optimizer `adam`, or `sgd` (the paper's)
  /// @param lr the learning rate of both players
  /// @param judged how many samples are measured at the end
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data,
      int noise,
      int drawing,
      int doubting,
      int epochs,
      int batch,
      String optimizer,
      double lr,
      int judged,
      int samples) {
    Settings {
      Range.atLeast(1)
          .check("noise", noise)
          .check("drawing", drawing)
          .check("doubting", doubting)
          .check("epochs", epochs)
          .check("batch", batch);
      Range.oneOf("optimizer", optimizer, List.of("adam", "sgd"));
      Range.above(0).check("lr", lr);
      Range.atLeast(100).check("judged", judged);
      Range.atLeast(0).check("samples", samples);
    }

    Optimizer of(Net player) {
      return optimizer.equals("adam")
          ? new Adam(player.parameters(), lr, o -> o.betas(0.5, 0.999))
          : new Sgd(player.parameters(), lr, o -> o.momentum(0.5));
    }

    Gan2014.Generator generator() {
      return new Gan2014.Generator(noise, drawing);
    }

    Gan2014.Discriminator discriminator() {
      return new Gan2014.Discriminator(doubting, PIECES);
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
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings("mnist", 32, 64, 16, 5, 50, "adam", 1e-3, 200, 1000);
      case LAPTOP -> new Settings("mnist", 100, 512, 72, 60, 100, "sgd", 0.1, 10_000, 0);
      case PAPER -> new Settings("mnist", 100, 1200, 240, 300, 100, "sgd", 0.1, 10_000, 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    var paper = config(Scale.PAPER);
    return Map.of(
        "Gan2014.Generator", paper.generator().parameterCount(),
        "Gan2014.Discriminator", paper.discriminator().parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var images = UsedImages.named(run, config.data(), config.samples());
    try (var loader = images.fullBatches(config.batch(), run.seed())) {
      var judge = new PictureJudge(run, images, config.judged());
      var generator = config.generator();
      generator.start(UsedImages.pixels(images.train(), MEAN_OF).mean(0));
      var discriminator = config.discriminator();
      new Players<>(
              generator,
              discriminator,
              config.of(generator),
              config.of(discriminator),
              config.noise(),
              0)
          .play(run, loader, config.epochs(), judge);
    }
  }
}
