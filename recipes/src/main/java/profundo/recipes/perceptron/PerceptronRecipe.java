package profundo.recipes.perceptron;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import profundo.base.Decimal;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.data.source.Origin;
import profundo.lab.About;
import profundo.lab.Claim;
import profundo.lab.Input;
import profundo.lab.InputPart;
import profundo.lab.Paper;
import profundo.lab.Prediction;
import profundo.lab.Range;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.Seconds;
import profundo.lab.Trained;
import profundo.models.Mlp;
import profundo.models.Perceptron;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Facts;
import profundo.train.Run;

/// A linear threshold unit learns AND and OR by Rosenblatt's rule and never XOR, which two layers
/// solve.
public final class PerceptronRecipe implements Recipe<PerceptronRecipe.Settings> {
  /// What can be set; the values are the paper's.
  static final class Settings extends RecipeSettings {
    /// Passes over the four rows of the truth table.
    int epochs = 500;

    /// Units of the two-layer net.
    int hidden = 4;

    @Override
    protected void check() {
      Range.atLeast(1).check("epochs", epochs).check("hidden", hidden);
    }
  }

  private static final Text TEXT = Text.of(PerceptronRecipe.class);
  private static final List<String> UNITS = List.of("and", "or", "xor");
  private static final String DATA = "truth tables";
  private static final String THEOREM =
      "follows from the theorem that XOR is not linearly separable";
  private static final float[] ROWS = {0, 0, 0, 1, 1, 0, 1, 1};
  private static final double RATE = 0.05;

  @Override
  public About about() {
    return new About(
        "perceptron",
        "multilayer perceptrons",
        "One threshold unit learns AND and OR, and cannot learn XOR; two layers can",
        new Paper(
            "Minsky & Papert",
            1969,
            "Perceptrons: an introduction to computational geometry",
            "https://mitpress.mit.edu/9780262630221/perceptrons/"),
        List.of(DATA),
        new Seconds(2, 2, 2),
        List.of(
            Claim.oursAtLeast("test.andAccuracy", THEOREM).everywhere(1),
            Claim.oursAtLeast("test.orAccuracy", THEOREM).everywhere(1),
            Claim.oursAtMost("test.xorAccuracy", THEOREM).everywhere(0.75),
            Claim.oursAtLeast("test.xorTwoLayerAccuracy", THEOREM).everywhere(1)));
  }

  @Override
  public Settings settings(Scale scale) {
    var settings = new Settings();
    return settings;
  }

  @Override
  public List<String> parts() {
    return Stream.concat(Stream.of(Run.WHOLE), UNITS.stream()).toList();
  }

  @Override
  public Net model(Settings settings, Facts facts, String part) {
    return part.isEmpty() ? twoLayers(settings) : new Perceptron(2);
  }

  @Override
  public void example(Settings settings, Net net) {
    ((Layer) net).forward(Tensor.zeros(1, 2));
  }

  private static Mlp twoLayers(Settings settings) {
    return new Mlp(Tensor::tanh, 2, settings.hidden, 1);
  }

  @Override
  public void run(Run run, Settings settings) {
    run.data(new Origin(DATA, Origin.Source.SYNTHETIC, 4));
    try (var _ = Scope.open()) {
      var x = Tensor.of(ROWS, 4, 2);
      threshold(run, settings, "and", x, Tensor.of(new float[] {0, 0, 0, 1}, 4, 1));
      threshold(run, settings, "or", x, Tensor.of(new float[] {0, 1, 1, 1}, 4, 1));
      var xor = Tensor.of(new float[] {0, 1, 1, 0}, 4, 1);
      threshold(run, settings, "xor", x, xor);
      twoLayers(run, settings, x, xor);
    }
  }

  private static void threshold(Run run, Settings settings, String name, Tensor x, Tensor y) {
    var unit = new Perceptron(2);
    for (int epoch = 0; epoch < settings.epochs; epoch++) {
      for (int row = 0; row < x.size(0); row++) {
        try (var _ = Scope.open()) {
          unit.learn(x.narrow(0, row, 1), y.narrow(0, row, 1));
        }
      }
    }
    run.metric("test." + name + "Accuracy", accuracy(unit.forward(x), y));
    DecisionPlane.line(run, name + "Line", unit.stateDict(), x, y);
    run.part(name).save(unit);
  }

  private static void twoLayers(Run run, Settings settings, Tensor x, Tensor y) {
    var net = twoLayers(settings);
    var adam = new Adam(net.parameters(), RATE);
    for (int epoch = 0; epoch < settings.epochs; epoch++) {
      try (var _ = Scope.open()) {
        adam.zeroGrad();
        var loss = net.forward(x).binaryCrossEntropyWithLogits(y, Reduction.MEAN);
        loss.backward();
        adam.step();
        run.log("train.loss", epoch, loss.item());
        run.step(x.size(0));
        run.epoch();
      }
    }
    try (var _ = Grad.noGrad()) {
      run.metric("test.xorTwoLayerAccuracy", accuracy(net.forward(x).gt(0).to(y.dtype()), y));
      DecisionPlane.region(run, "xorRegion", net, x, y);
    }
    run.save(net);
  }

  private static double accuracy(Tensor said, Tensor right) {
    return said.eq(right).to(right.dtype()).mean().item();
  }

  @Override
  public Set<InputPart> takes() {
    return Set.of(InputPart.FILE, InputPart.TEXT);
  }

  /// What the nets answer to each line of two numbers, as in `1 0`.
  @Override
  public Prediction predict(Trained<Settings> trained, Input input) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var lines = input.words().orElseThrow().strip().split("\n");
      var answers = Stream.of(lines).map(line -> answer(trained, numbers(line))).toList();
      return Prediction.of(String.join("\n", answers)).with("answers", answers);
    }
  }

  private static Tensor numbers(String line) {
    var words = line.strip().split("[\\s,]+");
    var numbers = new float[2];
    if (words.length != numbers.length) {
      throw noNumbers(line);
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) Decimal.of(words[i]).orElseThrow(() -> noNumbers(line));
    }
    return Tensor.of(numbers, 1, numbers.length);
  }

  private static ProfundoException noNumbers(String line) {
    return new ProfundoException(TEXT.get("twoNumbers", Text.abridged(line)));
  }

  /// The units' answers, where their weights were kept, and that of the two layers.
  private static String answer(Trained<Settings> trained, Tensor x) {
    var said = new ArrayList<String>();
    for (var unit : UNITS) {
      if (Files.exists(trained.file(Run.weights(unit)))) {
        long answer = Math.round(((Perceptron) trained.net(unit)).forward(x).item());
        said.add(TEXT.get("answer." + unit, answer));
      }
    }
    double one = ((Mlp) trained.net()).forward(x).sigmoid().item();
    double sure = 100 * Math.max(one, 1 - one);
    said.add(TEXT.get("answer.layers", one > 0.5 ? 1 : 0, Text.format("%.1f", sure)));
    return String.join(" · ", said);
  }
}
