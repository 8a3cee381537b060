package profundo.recipes.vae;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Key;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.task.UsedImages;
import profundo.models.Vae;
import profundo.nn.Net;
import profundo.optim.Adagrad;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Fit;
import profundo.train.Mean;
import profundo.train.Run;

/// A variational autoencoder of digits with many latent variables, and one with two, whose plane is
/// drawn. A pixel is drawn anew as 0 or 1 whenever it is read, with its brightness as probability;
/// those of validation and test are drawn once, from seeds of their own.
public final class VaeRecipe implements Recipe<VaeRecipe.Settings> {
  private static final long PIXELS = 28 * 28;
  private static final int ROWS = 500;
  private static final long VALIDATION_SEED = 20_131_221;
  private static final long TEST_SEED = 20_131_220;

  /// @param data `mnist`, `fashion-mnist` or `kmnist`
  /// @param latents variables of the first model
  /// @param hidden units of encoder and decoder
  /// @param epochs passes over the training data
  /// @param batch samples in a step
  /// @param optimizer `adam`, or `adagrad` (the paper's)
  /// @param lr the learning rate
  /// @param importance samples of q(z|x) for each test picture in the estimate of log p(x)
  /// @param estimated test pictures in that estimate
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data,
      int latents,
      int hidden,
      int epochs,
      int batch,
      String optimizer,
      double lr,
      int importance,
      int estimated,
      int samples) {
    Settings {
      Range.atLeast(1)
          .check("latents", latents)
          .check("hidden", hidden)
          .check("epochs", epochs)
          .check("batch", batch)
          .check("importance", importance)
          .check("estimated", estimated);
      Range.oneOf("optimizer", optimizer, List.of("adam", "adagrad"));
      Range.above(0).check("lr", lr);
      Range.atLeast(0).check("samples", samples);
    }

    Optimizer of(Net net) {
      return optimizer.equals("adam")
          ? new Adam(net.parameters(), lr)
          : new Adagrad(net.parameters(), lr);
    }
  }

  @Override
  public About about() {
    return new About(
        "vae",
        "autoencoders",
        "A variational autoencoder learns a space of digits",
        new Paper(
            "Kingma & Welling",
            2013,
            "Auto-encoding variational Bayes",
            "https://arxiv.org/abs/1312.6114"),
        UsedImages.DATA,
        new Seconds(5, 140, 1800),
        List.of(
            Claim.atLeast("test.elbo", -100, "figure 2, Nz = 20 (read off the curve)")
                .fromMemory()
                .at(Scale.LAPTOP, -103)
                .at(Scale.PAPER, -100)));
  }

  /// The paper's hidden units, batches and Adagrad (section 5); but without its prior on the
  /// weights, and from PyTorch's first weights, where the paper draws them from N(0, 0.01).
  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings("mnist", 8, 64, 6, 50, "adam", 3e-3, 5, 100, 1000);
      case LAPTOP -> new Settings("mnist", 20, 500, 20, 100, "adam", 1e-3, 100, 1000, 0);
      case PAPER -> new Settings("mnist", 20, 500, 400, 100, "adagrad", 0.02, 5000, 10_000, 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("Vae", new Vae(PIXELS, 500, 20).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var images = UsedImages.named(run, config.data(), config.samples());
    var validation = drawn(images.validation(), VALIDATION_SEED);
    var test = drawn(images.test(), TEST_SEED);
    try (var loader = images.batches(config.batch(), run.seed())) {
      var plane = new Vae(PIXELS, config.hidden(), 2);
      train(run, config, "plane", plane, loader, validation);
      test(run, "plane", plane, test);
      run.save("plane", plane);
      VaePictures.plane(run, plane);
      var vae = new Vae(PIXELS, config.hidden(), config.latents());
      train(run, config, "", vae, loader, validation);
      test(run, "", vae, test);
      run.save(vae);
      run.metric("test.logEvidence", evidence(run, config, vae, test));
      VaePictures.samples(run, vae);
      VaePictures.reconstructions(run, vae, test);
    }
  }

  private static void train(
      Run run, Settings config, String name, Vae vae, Loader loader, Tensor validation) {
    vae.to(run.device());
    new Fit<Batch>(run, loader, config.epochs())
        .named(name)
        .train(
            vae,
            config.of(vae),
            batch -> vae.elbo(batch.x().flatten(1).bernoulli().to(run.device())).mean().neg())
        .measure(Key.validation(name, "elbo"), () -> mean(run, validation, vae::elbo))
        .run();
  }

  private static void test(Run run, String name, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      run.metric(Key.test(name, "elbo"), mean(run, test, vae::elbo));
    }
  }

  /// An estimate of log p(x), to see how far below it the bound lies.
  private static double evidence(Run run, Settings config, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var some = test.narrow(0, 0, Math.min(config.estimated(), test.size(0)));
      return mean(run, some, x -> vae.logEvidence(x, config.importance()));
    }
  }

  /// The mean over pictures of what `score` gives each, `[N, 784]` to `[N]`.
  private static double mean(Run run, Tensor pictures, UnaryOperator<Tensor> score) {
    var mean = new Mean();
    for (var rows : pictures.split(ROWS, 0)) {
      try (var _ = Scope.open()) {
        mean.add(score.apply(rows.to(run.device())).mean().item(), rows.size(0));
      }
    }
    return mean.value();
  }

  /// Pictures with their pixels drawn, `[N, 784]`.
  private static Tensor drawn(Dataset pictures, long seed) {
    var state = Rng.state();
    Rng.seed(seed);
    try (var scope = Scope.open()) {
      return scope.keep(UsedImages.pixels(pictures, pictures.size()).flatten(1).bernoulli());
    } finally {
      Rng.restore(state);
    }
  }
}
