package profundo.recipes.adversarial;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.data.image.ImageInput;
import profundo.data.image.Images;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Limit;
import profundo.lab.Paper;
import profundo.lab.Range;
import profundo.lab.RecipeSettings;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.Trained;
import profundo.lab.attack.Norm;
import profundo.lab.attack.Pgd;
import profundo.lab.task.Classification;
import profundo.lab.task.ImageClasses;
import profundo.lab.task.ReadsImages;
import profundo.lab.task.TrainedClassifier;
import profundo.lab.task.UsedImages;
import profundo.models.MadryNet;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Run;

/// Attacks the newest trained classifier of images, and trains a net that holds against attacks: at
/// each step it learns from pictures that were just moved against it. The same net without that is
/// trained beside it.
public final class AdversarialRecipe implements ReadsImages<AdversarialRecipe.Settings> {
  /// In the names of figures: the system that was opened.
  static final String ATTACKED = "attacked";

  /// In the names of exhibits: what compares them.
  static final String NETS = "nets";

  private static final String PLAIN = "plain";
  private static final String ROBUST = "robust";
  private static final String SHAPE = "shape";
  private static final int WATCHED_STEPS = 10;

  /// What can be set; the values are those of Madry et al. for MNIST.
  static final class Settings extends RecipeSettings {
    /// The recipe whose newest system is attacked.
    String of = "lenet5";

    /// The largest change of a pixel.
    double epsilon = 0.3;

    /// Steps of the attack in training.
    int steps = 40;

    /// How long each of them is.
    double step = 0.01;

    /// Steps of training in which the attack grows to its full size.
    int warmup = 0;

    /// Filters of the net's first convolution.
    int filters = 32;

    /// Its hidden units.
    int hidden = 1024;

    /// Passes over the training data; the paper's 100,000 steps.
    int epochs = 84;

    /// Passes for the net that is trained without attacks.
    int plainEpochs = 10;

    /// Samples in a step.
    int batch = 50;

    /// The learning rate.
    double lr = 1e-4;

    /// How many training images are used.
    Limit samples = Limit.ALL;

    /// Steps of the attack when it is measured.
    int attackSteps = 40;

    /// Test pictures that are attacked.
    Limit judged = Limit.ALL;

    /// Pictures behind each point of the curves.
    Limit drawn = Limit.ALL;

    /// Test pictures whose smallest perturbation is searched.
    Limit searched = Limit.of(1000);

    /// Steps of that search.
    int searchSteps = 1000;

    @Override
    protected void check() {
      Range.oneOf("of", of, readers());
      Range.above(0).check("epsilon", epsilon).check("step", step).check("lr", lr);
      Range.atLeast(1)
          .check("steps", steps)
          .check("filters", filters)
          .check("hidden", hidden)
          .check("epochs", epochs)
          .check("plainEpochs", plainEpochs)
          .check("batch", batch)
          .check("attackSteps", attackSteps)
          .check("searchSteps", searchSteps);
      Range.atLeast(0).check("warmup", warmup);
    }

    private static List<String> readers() {
      return Recipes.all().stream()
          .filter(ReadsImages.class::isInstance)
          .<String>map(recipe -> recipe.id())
          .toList();
    }

    private ReadsImages<?> recipe() {
      return (ReadsImages<?>) Recipes.find(of);
    }

    /// The attack of a step of training, from 1.
    Pgd attack(long number) {
      double grown = warmup > number ? (double) number / warmup : 1;
      return Pgd.linf(grown * epsilon, steps, grown * step);
    }
  }

  @Override
  public About about() {
    return new About(
        "adversarial",
        "adversarial examples",
        "Small changes fool a classifier; a net that learns from them holds",
        new Paper(
            "Madry, Makelov, Schmidt, Tsipras & Vladu",
            2018,
            "Towards deep learning models resistant to adversarial attacks",
            "https://arxiv.org/abs/1706.06083"),
        List.of(UsedImages.DATA.getFirst()),
        new Seconds(10, 550, 3600),
        List.of(
            Claim.atLeast("test.pgdAccuracy", 0.932, "table 1: MNIST, PGD of 40 steps, one start")
                .fromMemory()
                .at(Scale.LAPTOP, 0.75)
                .at(Scale.PAPER, 0.92),
            Claim.atLeast("test.robustAccuracy", 0.893, "table 1: MNIST, the strongest attack")
                .fromMemory()
                .at(Scale.LAPTOP, 0.7)
                .at(Scale.PAPER, 0.88),
            Claim.atLeast("test.accuracy", 0.988, "table 1: MNIST, natural")
                .fromMemory()
                .at(Scale.LAPTOP, 0.96)
                .at(Scale.PAPER, 0.985),
            Claim.atLeast(
                    "test.attacked.fgsmError",
                    0.894,
                    "Goodfellow, Shlens & Szegedy 2015, section 4: a maxout network, ε = 0.25")
                .fromMemory()
                .at(Scale.LAPTOP, 0.5)
                .at(Scale.PAPER, 0.5),
            Claim.oursAtLeast(
                    "test.pgdLead",
                    "at no ε is PGD weaker than FGSM, but for half a percent of chance; else"
                        + " gradients are masked")
                .at(Scale.LAPTOP, -0.005)
                .at(Scale.PAPER, -0.005),
            Claim.oursAtMost(
                    "test.accuracyAtOne",
                    "with ε = 1 any picture can become any other; else gradients are masked")
                .at(Scale.LAPTOP, 0.01)
                .at(Scale.PAPER, 0.01)));
  }

  /// The paper's net, its attack of 40 steps of 0.01 and its Adam (section 5); at laptop scale a
  /// net with a quarter of the filters and an attack of few long steps.
  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    switch (scale) {
      case PAPER -> {}
      case LAPTOP -> {
        settings.steps = 5;
        settings.step = 0.1;
        settings.warmup = 500;
        settings.filters = 8;
        settings.hidden = 128;
        settings.epochs = 4;
        settings.plainEpochs = 1;
        settings.lr = 1e-3;
        settings.attackSteps = 20;
        settings.judged = Limit.of(1000);
        settings.drawn = Limit.of(400);
        settings.searched = Limit.of(100);
        settings.searchSteps = 100;
      }
      case SMOKE -> {
        settings.steps = 2;
        settings.step = 0.2;
        settings.warmup = 10;
        settings.filters = 4;
        settings.hidden = 32;
        settings.epochs = 1;
        settings.plainEpochs = 1;
        settings.lr = 1e-3;
        settings.samples = Limit.of(1000);
        settings.attackSteps = 4;
        settings.judged = Limit.of(50);
        settings.drawn = Limit.of(50);
        settings.searched = Limit.of(10);
        settings.searchSteps = 10;
      }
    }
    return settings;
  }

  @Override
  public List<String> parts() {
    return List.of(Run.WHOLE, PLAIN);
  }

  @Override
  public List<String> opens(Settings settings) {
    return List.of(settings.of);
  }

  /// MNIST's, whose pictures the recipes of the paper's table read.
  @Override
  public Facts facts(Settings settings) {
    return ReadsImages.classes(ImageClasses.of(UsedImages.DATA.getFirst()))
        .and(SHAPE, List.of(1, 28, 28));
  }

  @Override
  public MadryNet model(Settings settings, Facts facts, String part) {
    var shape = facts.numbers(SHAPE);
    int classes = facts.texts(CLASSES).size();
    return new MadryNet(shape[0], shape[1], shape[2], settings.filters, settings.hidden, classes);
  }

  @Override
  public void example(Settings settings, Net net) {
    if (net instanceof MadryNet reader) {
      var one = reader.shape();
      reader.forward(Tensor.zeros(1, one.size(0), one.size(1), one.size(2)));
    }
  }

  /// Pictures as they are, 0 to 1: what an attack moves.
  @Override
  public ImageInput input(Settings settings) {
    return ImageInput.PLAIN;
  }

  @Override
  public LabelledImages images(Settings settings, Sources sources) {
    return images(settings.recipe(), sources);
  }

  private static <S extends RecipeSettings> LabelledImages images(
      ReadsImages<S> of, Sources sources) {
    return of.images(of.settings(Scale.PAPER), sources);
  }

  @Override
  public Tensor pictures(Settings settings, Path file) {
    return pictures(settings.recipe(), file);
  }

  private static <S extends RecipeSettings> Tensor pictures(ReadsImages<S> of, Path file) {
    return of.pictures(of.settings(Scale.PAPER), file);
  }

  @Override
  public void run(Run run, Settings settings) {
    try (var system = Trained.open(run, settings.of)) {
      run.progress().say(system.run().id());
      var attacked = TrainedClassifier.of(system);
      var all = TrainedClassifier.images(system, run.sources());
      var images = UsedImages.of(run, all, settings.samples);
      var facts = ReadsImages.classes(attacked.labels()).and(SHAPE, shape(all));
      run.facts(facts);
      var robust = model(settings, facts, Run.WHOLE);
      var plain = model(settings, facts, PLAIN);
      train(run, settings, images, attacked.labels(), robust);
      train(run.part(PLAIN), settings, images, attacked.labels(), plain);
      var nets = new LinkedHashMap<String, Layer>();
      nets.put(settings.of, attacked::scores);
      nets.put(PLAIN, plain);
      nets.put(ROBUST, robust);
      measure(run, settings, images, attacked.labels(), nets);
    }
  }

  private static List<Long> shape(LabelledImages images) {
    var pixels = images.test().pixels();
    return List.of(pixels.size(1), pixels.size(2), pixels.size(3));
  }

  private void train(
      Run run, Settings settings, UsedImages images, List<String> labels, MadryNet net) {
    boolean isPlain = run.part().equals(PLAIN);
    int epochs = isPlain ? settings.plainEpochs : settings.epochs;
    long before = run.steps();
    try (var loader = images.batches(settings.batch, run.seed())) {
      var training = new Classification(run, loader, images, input(settings), epochs).cosine();
      if (!isPlain) {
        training
            .showing((x, y) -> settings.attack(run.steps() - before + 1).perturb(net, x, y))
            .with(fit ->
                fit.measure(
                    "validation.robustAccuracy",
                    () -> robustAccuracy(run, settings, net, images.validation())));
      }
      training.train(net, new Adam(net.parameters(), settings.lr), Tensor::crossEntropy);
      run.save(net);
      training.test(net, labels);
    }
  }

  private static double robustAccuracy(
      Run run, Settings settings, MadryNet net, Images validation) {
    try (var _ = Scope.open()) {
      var some =
          Targets.of(
              validation,
              settings.drawn.among(validation.size()),
              List.of(),
              Map.of(),
              run.device());
      var attack = Robustness.pgd(Norm.LINF, settings.epsilon, WATCHED_STEPS);
      return Robustness.accuracy(net, attack, some);
    }
  }

  private void measure(
      Run run, Settings settings, UsedImages images, List<String> labels, Map<String, Layer> nets) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      long there = images.test().size();
      var targets =
          Targets.of(images.test(), settings.judged.among(there), labels, nets, run.device());
      var robustness = new Robustness(run, settings, targets, ROBUST);
      robustness.figures();
      robustness.curves(targets.first(settings.drawn.among(there)));
      robustness.curvesInL2(targets.first(settings.drawn.among(there)));
      Transfer.table(run, settings, targets.first(settings.drawn.among(there)));
      var searched = targets.first(settings.searched.among(there));
      SmallestChanges.table(run, settings, searched, List.of(settings.of, ROBUST));
      MovedPictures.gallery(run.part(ATTACKED), "examples", settings, targets, settings.of);
      MovedPictures.gallery(run, "held", settings, targets, ROBUST);
    }
  }
}
