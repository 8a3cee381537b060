package profundo.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.LabelledImages;
import profundo.data.Loader;
import profundo.data.Pictures;
import profundo.models.Dcgan;
import profundo.models.LeNet5Modern;
import profundo.optim.Adam;
import profundo.optim.Optimizer;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.tensor.Text;
import profundo.train.Fit;
import profundo.train.FrechetDistance;
import profundo.train.Mean;
import profundo.train.Parzen;
import profundo.train.Run;

/// A generator and a discriminator of 28×28 pictures, measured as Goodfellow et al. did in 2014
/// (Parzen windows) and as one does since 2017 (a Fréchet distance, here in the features of a LeNet
/// trained in the same run). The instruments are read on real pictures first.
final class DcganRecipe implements Recipe<DcganRecipe.Settings> {
  private static final Text TEXT = Text.of(DcganRecipe.class);
  private static final int CLASSES = 10;
  private static final int ROWS = 500;
  private static final int WATCHED = 2000;
  private static final double LOWEST_WIDTH = 0.05;
  private static final double HIGHEST_WIDTH = 0.5;
  private static final int WIDTHS = 16;

  /// @param data `mnist`, `fashion-mnist` or `kmnist`
  /// @param noise the size of z, 1 or more
  /// @param maps of the discriminator's first layer, 1 or more
  /// @param epochs passes over the training data, 1 or more
  /// @param batch samples in a step, 2 or more
  /// @param lr the learning rate of both players, above 0
  /// @param judged how many samples are measured at the end, 100 or more
  /// @param samples how many training images are used; 0 for all
  record Settings(
      String data, int noise, int maps, int epochs, int batch, double lr, int judged, int samples) {
    Settings {
      Range.atLeast("noise", noise, 1);
      Range.atLeast("maps", maps, 1);
      Range.atLeast("epochs", epochs, 1);
      Range.atLeast("batch", batch, 2);
      Range.above("lr", lr, 0);
      Range.atLeast("judged", judged, 100);
      Range.atLeast("samples", samples, 0);
    }
  }

  @Override
  public String id() {
    return "dcgan";
  }

  @Override
  public String topic() {
    return "generative networks";
  }

  @Override
  public String title() {
    return "Two nets play against each other until one draws digits";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "Goodfellow et al. 2014; Radford, Metz & Chintala",
        2016,
        "Unsupervised representation learning with deep convolutional generative adversarial networks",
        "https://arxiv.org/abs/1511.06434");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim(
            "test.parzen",
            225,
            "Goodfellow et al. 2014, table 1 (225 ± 2, with a fully connected generator)",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 150.0, Scale.PAPER, 200.0)),
        new Claim(
            "test.parzenOfReal",
            243,
            "Theis et al. 2016, table 1: training images scored as samples",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 233.0, Scale.PAPER, 233.0)),
        new Claim(
            "test.modes",
            CLASSES,
            "ten digits, ten modes",
            Claim.Direction.AT_LEAST,
            Map.of(Scale.LAPTOP, 10.0, Scale.PAPER, 10.0)));
  }

  @Override
  public List<String> data() {
    return DigitSettings.DATA;
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 10;
      case LAPTOP -> 590;
      case PAPER -> 900;
    };
  }

  @Override
  public Settings config(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Settings("mnist", 16, 4, 1, 64, 2e-4, 200, 1000);
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
    var all = LabelledImages.named(config.data(), run.sources());
    var images = UsedImages.of(run, all, config.samples());
    long used = images.origin().samples();
    var lenet = new LeNet5Modern();
    var generator = new Dcgan.Generator(config.noise(), config.maps());
    try (var scope = Scope.open();
        var loader =
            new Loader(
                images.train().limit(used),
                o -> o.batch(config.batch()).shuffle(run.seed()).dropLast())) {
      teach(run, lenet, images, loader);
      var real = scope.keep(pixels(images.test(), config.judged()));
      train(run, config, generator, lenet, loader, real);
      run.save(generator);
      judge(run, config, generator, lenet, images, real);
      show(run, config, generator);
    }
  }

  /// The classifier whose features measure distances.
  private static void teach(Run run, LeNet5Modern lenet, LabelledImages images, Loader loader) {
    lenet.to(run.device());
    new Classification(run, loader, images.test(), 2)
        .named("lenet")
        .train(lenet, new Adam(lenet.parameters(), 1e-3), Tensor::crossEntropy);
  }

  private static void train(
      Run run,
      Settings config,
      Dcgan.Generator generator,
      LeNet5Modern lenet,
      Loader loader,
      Tensor real) {
    var discriminator = new Dcgan.Discriminator(config.maps());
    generator.to(run.device());
    discriminator.to(run.device());
    var drawing = new Adam(generator.parameters(), config.lr(), o -> o.betas(0.5, 0.999));
    var doubting = new Adam(discriminator.parameters(), config.lr(), o -> o.betas(0.5, 0.999));
    var drawn = new Mean();
    new Fit<Batch>(run, loader, config.epochs())
        .named("discriminator")
        .step(batch -> {
          var pictures = batch.x().to(run.device()).mul(2).sub(1);
          var fakes = generator.forward(noise(pictures.size(0), config, run.device()));
          var doubt =
              play(
                  doubting,
                  loss(discriminator.forward(pictures), true)
                      .add(loss(discriminator.forward(fakes.detach()), false)));
          drawn.add(play(drawing, loss(discriminator.forward(fakes), true)).item());
          return doubt;
        })
        .hold("generator", generator)
        .hold("discriminator", discriminator)
        .hold("drawing", drawing)
        .hold("doubting", doubting)
        .measure(
            "train.generator.loss",
            () -> {
              double mean = drawn.value();
              drawn.reset();
              return mean;
            })
        .measure("validation.parzen", () -> parzen(run, config, generator, real))
        .measure("validation.frechetDistance", () -> watch(run, config, generator, lenet, real))
        .run();
    run.save("discriminator", discriminator);
  }

  /// One player's move.
  private static Tensor play(Optimizer player, Tensor loss) {
    player.zeroGrad();
    loss.backward();
    player.step();
    return loss.detach();
  }

  private static Tensor loss(Tensor logits, boolean real) {
    return logits.binaryCrossEntropyWithLogits(
        real ? logits.onesLike() : logits.zerosLike(), Reduction.MEAN);
  }

  /// The distance from real pictures, and a word if the generator has collapsed.
  private static double watch(
      Run run, Settings config, Dcgan.Generator generator, LeNet5Modern lenet, Tensor real) {
    int count = Math.min(WATCHED, config.judged());
    var samples = samples(run, config, generator, count);
    var collapse = Collapse.of(scores(run, lenet, samples), samples, real);
    if (collapse.happened(CLASSES)) {
      run.progress()
          .say(TEXT.get("collapse", collapse.modes(), "%.2f".formatted(collapse.spread())));
    }
    var some = real.narrow(0, 0, count);
    return FrechetDistance.between(features(run, lenet, some), features(run, lenet, samples));
  }

  /// The Parzen estimate from as many samples as are watched.
  private static double parzen(Run run, Settings config, Dcgan.Generator generator, Tensor real) {
    int count = Math.min(WATCHED, config.judged());
    var some = real.narrow(0, 0, count);
    return parzen(samples(run, config, generator, count), some, some);
  }

  private static void judge(
      Run run,
      Settings config,
      Dcgan.Generator generator,
      LeNet5Modern lenet,
      LabelledImages images,
      Tensor real) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      int count = config.judged();
      var training = pixels(images.train(), count);
      long last = images.train().size();
      var validation = pixels(images.train().range(last - Math.min(last / 6, count), last), count);
      run.metric("test.parzenOfReal", parzen(training, validation, real));
      run.metric(
          "test.frechetDistanceOfReal",
          FrechetDistance.between(features(run, lenet, real), features(run, lenet, training)));
      var samples = samples(run, config, generator, count);
      run.metric("test.parzen", parzen(samples, validation, real));
      run.metric(
          "test.frechetDistance",
          FrechetDistance.between(features(run, lenet, real), features(run, lenet, samples)));
      var collapse = Collapse.of(scores(run, lenet, samples), samples, real);
      run.metric("test.modes", collapse.modes());
      run.metric("test.spread", collapse.spread());
    }
  }

  private static double parzen(Tensor samples, Tensor validation, Tensor test) {
    var some = validation.flatten(1).narrow(0, 0, Math.min(1000, validation.size(0)));
    return Parzen.validated(samples.flatten(1), some, LOWEST_WIDTH, HIGHEST_WIDTH, WIDTHS)
        .mean(test.flatten(1));
  }

  private static void show(Run run, Settings config, Dcgan.Generator generator) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      Exhibits.picture(run, "samples", Pictures.grid(samples(run, config, generator, 100), 20));
      var from = noise(8, config, run.device()).unsqueeze(1);
      var to = noise(8, config, run.device()).unsqueeze(1);
      var way = Tensors.linspace(0, 1, 12).to(run.device()).reshape(1, 12, 1);
      var between = from.add(to.sub(from).mul(way)).flatten(0, 1);
      Exhibits.picture(
          run, "interpolation", Pictures.grid(generator.forward(between).add(1).div(2), 12));
    }
  }

  /// `[count, 1, 28, 28]` on the processor, 0 to 1.
  private static Tensor samples(Run run, Settings config, Dcgan.Generator generator, int count) {
    generator.eval();
    var parts = new ArrayList<Tensor>();
    for (int first = 0; first < count; first += ROWS) {
      try (var step = Scope.open()) {
        var z = noise(Math.min(ROWS, count - first), config, run.device());
        parts.add(step.keep(generator.forward(z).add(1).div(2).to(Device.CPU)));
      }
    }
    return Tensor.cat(0, parts.toArray(Tensor[]::new));
  }

  private static Tensor features(Run run, LeNet5Modern lenet, Tensor pictures) {
    return each(run, pictures, lenet::features);
  }

  private static Tensor scores(Run run, LeNet5Modern lenet, Tensor pictures) {
    return each(run, pictures, lenet::forward);
  }

  private static Tensor each(
      Run run, Tensor pictures, java.util.function.UnaryOperator<Tensor> net) {
    var parts = new ArrayList<Tensor>();
    try (var _ = Grad.noGrad()) {
      for (var rows : pictures.split(ROWS, 0)) {
        try (var step = Scope.open()) {
          parts.add(step.keep(net.apply(rows.to(run.device())).to(Device.CPU)));
        }
      }
    }
    return Tensor.cat(0, parts.toArray(Tensor[]::new));
  }

  private static Tensor noise(long count, Settings config, Device device) {
    return Tensors.randn(count, config.noise()).to(device);
  }

  /// The first pictures of a dataset, `[count, 1, 28, 28]`, 0 to 1.
  private static Tensor pixels(Dataset images, int count) {
    var used = images.limit(Math.min(count, images.size()));
    var parts = new ArrayList<Tensor>();
    try (var loader = new Loader(used, o -> o.batch(ROWS))) {
      for (var batch : loader.epoch(0, 0)) {
        parts.add(batch.x());
      }
      return Tensor.cat(0, parts.toArray(Tensor[]::new));
    }
  }
}
