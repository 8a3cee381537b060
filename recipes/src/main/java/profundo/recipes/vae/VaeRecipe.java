package profundo.recipes.vae;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.data.image.DigitPhoto;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Input;
import profundo.lab.InputPart;
import profundo.lab.Limit;
import profundo.lab.Paper;
import profundo.lab.Prediction;
import profundo.lab.Range;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.Trained;
import profundo.lab.task.DrawsImages;
import profundo.lab.task.ImageClasses;
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
import profundo.train.Facts;
import profundo.train.Fit;
import profundo.train.Run;
import profundo.train.metric.Mean;

/// A variational autoencoder of digits with many latent variables, and one with two, whose plane is
/// drawn. A pixel is drawn anew as 0 or 1 whenever it is read, with its brightness as probability;
/// those of validation and test are drawn once, from seeds of their own.
public final class VaeRecipe implements DrawsImages<VaeRecipe.Settings> {
  private static final String PLANE = "plane";
  private static final long PIXELS = 28 * 28;
  private static final int ROWS = 500;
  private static final long VALIDATION_SEED = 20_131_221;
  private static final long TEST_SEED = 20_131_220;

  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    enum Method {
      ADAM,
      ADAGRAD
    }

    /// `mnist`, `fashion-mnist` or `kmnist`.
    String data = "mnist";

    /// Variables of the first model.
    int latents = 20;

    /// Units of encoder and decoder.
    int hidden = 500;

    /// Passes over the training data.
    int epochs = 400;

    /// Samples in a step.
    int batch = 100;

    /// How the nets are trained.
    Method optimizer = Method.ADAGRAD;

    /// The learning rate.
    double lr = 0.02;

    /// Samples of q(z|x) for each test picture in the estimate of log p(x).
    int importance = 5000;

    /// Test pictures in that estimate.
    int estimated = 10_000;

    /// How many training images are used.
    Limit samples = Limit.ALL;

    @Override
    protected void check() {
      Range.atLeast(1)
          .check("latents", latents)
          .check("hidden", hidden)
          .check("epochs", epochs)
          .check("batch", batch)
          .check("importance", importance)
          .check("estimated", estimated);
      Range.above(0).check("lr", lr);
    }

    Optimizer of(Net net) {
      return optimizer == Method.ADAM
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
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.epochs = 20;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 1e-3;
        settings.importance = 100;
        settings.estimated = 1000;
      }
      case SMOKE -> {
        settings.latents = 8;
        settings.hidden = 64;
        settings.epochs = 6;
        settings.batch = 50;
        settings.optimizer = Settings.Method.ADAM;
        settings.lr = 3e-3;
        settings.importance = 5;
        settings.estimated = 100;
        settings.samples = Limit.of(1000);
      }
    }
    return settings;
  }

  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, PLANE);
  }

  @Override
  public Vae model(Settings settings, Facts facts, String part) {
    return new Vae(PIXELS, settings.hidden, part.equals(PLANE) ? 2 : settings.latents);
  }

  @Override
  public void example(Settings settings, Net net) {
    ((Vae) net).elbo(Tensor.zeros(1, PIXELS));
  }

  @Override
  public void run(Run run, Settings settings) {
    var images = UsedImages.named(run, settings.data, settings.samples);
    var validation = drawn(images.validation(), VALIDATION_SEED);
    var test = drawn(images.test(), TEST_SEED);
    try (var loader = images.batches(settings.batch, run.seed())) {
      var plane = trained(run.part(PLANE), settings, loader, validation, test);
      VaePictures.plane(run, plane);
      VaePictures.classes(run, plane, test, images.test().labels(), ImageClasses.of(settings.data));
      var vae = trained(run, settings, loader, validation, test);
      run.metric("test.logEvidence", evidence(run, settings, vae, test));
      VaePictures.samples(run, vae);
      VaePictures.reconstructions(run, vae, test);
    }
  }

  private Vae trained(Run run, Settings settings, Loader loader, Tensor validation, Tensor test) {
    var vae = model(settings, Facts.NONE, run.part());
    new Fit<Batch>(run, loader, settings.epochs)
        .train(
            vae, settings.of(vae), batch -> vae.elbo(batch.x().flatten(1).bernoulli()).mean().neg())
        .measure("validation.elbo", () -> mean(run, validation, vae::elbo))
        .measure("train.elbo", () -> -run.last("train.loss"))
        .afterEpoch(VaePictures.film(run, vae, settings.epochs))
        .run();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      run.metric("test.elbo", mean(run, test, vae::elbo));
    }
    run.save(vae);
    return vae;
  }

  /// An estimate of log p(x), to see how far below it the bound lies.
  private static double evidence(Run run, Settings settings, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var some = test.narrow(0, 0, Math.min(settings.estimated, test.size(0)));
      return mean(run, some, x -> vae.logEvidence(x, settings.importance));
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
    try (var scope = Scope.open()) {
      var pixels = UsedImages.pixels(pictures, pictures.size()).flatten(1);
      return scope.keep(Rng.during(seed, pixels::bernoulli));
    }
  }

  @Override
  public Set<InputPart> takes() {
    return Set.of(InputPart.FILE, InputPart.NOTHING, InputPart.COUNT, InputPart.SEED);
  }

  @Override
  public Tensor draw(Trained<Settings> trained, int count) {
    return VaePictures.pictures(((Vae) trained.net()).sample(count));
  }

  /// Of a photo what becomes of it when it is encoded and decoded, and how probable the net holds
  /// it; of nothing new images.
  @Override
  public Prediction predict(Trained<Settings> trained, Input input) {
    if (input.file().isEmpty()) {
      return DrawsImages.super.predict(trained, input);
    }
    try (var _ = Scope.open()) {
      var digit = DigitPhoto.read(input.file().get()).to(trained.device());
      return VaePictures.reconstructed((Vae) trained.net(), digit);
    }
  }
}
