package profundo.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.LabelledImages;
import profundo.data.Loader;
import profundo.data.Pictures;
import profundo.models.Vae;
import profundo.optim.Adam;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Fit;
import profundo.train.Mean;
import profundo.train.Run;

/// A variational autoencoder of digits with many latent variables, and one with two, whose plane is
/// drawn. A pixel is drawn anew as 0 or 1 whenever it is read, with its brightness as probability;
/// test pixels are drawn once, from a seed of their own.
final class VaeRecipe implements Recipe<VaeRecipe.Settings> {
  private static final int SIDE = 28;
  private static final long PIXELS = SIDE * SIDE;
  private static final int TEST_BATCH = 500;
  private static final long TEST_SEED = 20_131_220;
  private static final int MAP_SIDE = 20;
  private static final int SHOWN = 60;

  /// @param data `mnist`, `fashion-mnist` or `kmnist`
  /// @param latents variables of the first model, 1 or more
  /// @param hidden units of encoder and decoder, 1 or more
  /// @param epochs passes over the training data, 1 or more
  /// @param batch samples in a step, 1 or more
  /// @param lr the learning rate, above 0
  /// @param importance samples of q(z|x) for each test picture in the estimate of log p(x), 1 or
  ///   more
  /// @param estimated test pictures in that estimate, 1 or more
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data,
      int latents,
      int hidden,
      int epochs,
      int batch,
      double lr,
      int importance,
      int estimated,
      int samples) {
    Settings {
      Range.atLeast("latents", latents, 1);
      Range.atLeast("hidden", hidden, 1);
      Range.atLeast("epochs", epochs, 1);
      Range.atLeast("batch", batch, 1);
      Range.above("lr", lr, 0);
      Range.atLeast("importance", importance, 1);
      Range.atLeast("estimated", estimated, 1);
      Range.atLeast("samples", samples, 0);
    }
  }

  @Override
  public String id() {
    return "vae";
  }

  @Override
  public String topic() {
    return "autoencoders";
  }

  @Override
  public String title() {
    return "A variational autoencoder learns a space of digits";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "Kingma & Welling",
        2013,
        "Auto-encoding variational Bayes",
        "https://arxiv.org/abs/1312.6114");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "test.elbo",
            -100,
            "figure 2, Nz = 20 (read off the curve)",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, -103.0, Scale.PAPER, -100.0)));
  }

  @Override
  public List<String> data() {
    return DigitSettings.DATA;
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 5;
      case LAPTOP -> 200;
      case PAPER -> 1800;
    };
  }

  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings("mnist", 8, 64, 1, 100, 1e-3, 2, 100, 1000);
      case LAPTOP -> new Settings("mnist", 20, 500, 20, 100, 1e-3, 100, 1000, 0);
      case PAPER -> new Settings("mnist", 20, 500, 400, 100, 3e-4, 5000, 10_000, 0);
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("Vae", new Vae(PIXELS, 500, 20).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    var all = LabelledImages.named(config.data(), run.sources());
    var images = UsedImages.of(run, all, config.samples());
    long used = images.origin().samples();
    var test = drawn(run, images.test());
    try (var loader =
        new Loader(images.train().limit(used), o -> o.batch(config.batch()).shuffle(run.seed()))) {
      var plane = new Vae(PIXELS, config.hidden(), 2);
      train(run, config, "plane", plane, loader, test);
      run.save("plane", plane);
      show(run, plane, test);
      var vae = new Vae(PIXELS, config.hidden(), config.latents());
      train(run, config, "", vae, loader, test);
      run.save(vae);
      estimate(run, config, vae, test);
      show(run, vae, test);
    }
  }

  private static void train(
      Run run, Settings config, String name, Vae vae, Loader loader, Tensor test) {
    vae.to(run.device());
    var prefix = name.isEmpty() ? "test." : "test." + name + ".";
    var fit =
        new Fit<Batch>(run, loader, config.epochs())
            .train(
                vae,
                new Adam(vae.parameters(), config.lr()),
                batch -> vae.elbo(batch.x().flatten(1).bernoulli().to(run.device())).mean().neg())
            .measure(prefix + "elbo", () -> elbo(run, vae, test));
    if (!name.isEmpty()) {
      fit.named(name);
    }
    fit.run();
  }

  private static double elbo(Run run, Vae vae, Tensor test) {
    var mean = new Mean();
    for (var pictures : test.split(TEST_BATCH, 0)) {
      try (var _ = Scope.open()) {
        mean.add(vae.elbo(pictures.to(run.device())).mean().item(), pictures.size(0));
      }
    }
    return mean.value();
  }

  /// How far below log p(x) the bound lies.
  private static void estimate(Run run, Settings config, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var mean = new Mean();
      long count = Math.min(config.estimated(), test.size(0));
      for (var pictures : test.narrow(0, 0, count).split(TEST_BATCH, 0)) {
        try (var _ = Scope.open()) {
          var evidence = vae.logEvidence(pictures.to(run.device()), config.importance());
          mean.add(evidence.mean().item(), pictures.size(0));
        }
      }
      run.metric("test.logEvidence", mean.value());
    }
  }

  /// All test pictures with their pixels drawn, `[N, 784]`.
  private static Tensor drawn(Run run, Dataset test) {
    var state = Rng.state();
    Rng.seed(TEST_SEED);
    var batches = new ArrayList<Tensor>();
    try (var scope = Scope.open();
        var loader = new Loader(test, o -> o.batch(TEST_BATCH))) {
      for (var batch : loader.epoch(0, 0)) {
        batches.add(batch.x().flatten(1).bernoulli());
      }
      return scope.keep(Tensor.cat(0, batches.toArray(Tensor[]::new)));
    } finally {
      Rng.restore(state);
    }
  }

  private static void show(Run run, Vae vae, Tensor test) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      if (vae.latents() == 2) {
        Exhibits.picture(
            run, "latentMap", Pictures.grid(pictures(vae.decode(plane()).sigmoid()), MAP_SIDE));
        return;
      }
      Exhibits.picture(run, "samples", Pictures.grid(pictures(vae.sample(SHOWN)), 12));
      var some = test.narrow(0, 0, SHOWN / 2);
      var again = vae.decode(vae.encode(some.to(run.device())).mean()).sigmoid();
      var pairs = Tensor.stack(1, some, again).reshape(SHOWN, PIXELS);
      Exhibits.picture(run, "reconstructions", Pictures.grid(pictures(pairs), 12));
    }
  }

  private static Tensor pictures(Tensor flat) {
    return flat.reshape(flat.size(0), 1, SIDE, SIDE);
  }

  /// The unit square through the inverse of the normal distribution function (appendix A), `[400,
  /// 2]`.
  private static Tensor plane() {
    var axis =
        Tensors.linspace(0.5 / MAP_SIDE, 1 - 0.5 / MAP_SIDE, MAP_SIDE)
            .mul(2)
            .sub(1)
            .erfinv()
            .mul(Math.sqrt(2));
    var axes = Tensors.meshgrid(axis.neg(), axis);
    return Tensor.stack(1, axes[1].flatten(0), axes[0].flatten(0));
  }
}
