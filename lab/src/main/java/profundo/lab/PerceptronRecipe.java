package profundo.lab;

import java.util.List;
import java.util.Map;
import profundo.data.Origin;
import profundo.models.Mlp;
import profundo.models.Perceptron;
import profundo.optim.Adam;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// A linear threshold unit learns AND and OR by Rosenblatt's rule and never XOR, which two layers
/// solve.
final class PerceptronRecipe implements Recipe<PerceptronRecipe.Settings> {
  /// @param epochs passes over the four rows of the truth table
  /// @param hidden units of the two-layer net
  record Settings(int epochs, int hidden) {
    Settings {
      if (epochs < 1) {
        throw new UsageException("range", "epochs", epochs);
      }
      if (hidden < 1) {
        throw new UsageException("range", "hidden", hidden);
      }
    }
  }

  private static final float[] ROWS = {0, 0, 0, 1, 1, 0, 1, 1};
  private static final double RATE = 0.05;

  @Override
  public String id() {
    return "perceptron";
  }

  @Override
  public String topic() {
    return "multilayer perceptrons";
  }

  @Override
  public String title() {
    return "One threshold unit learns AND and OR, and cannot learn XOR; two layers can";
  }

  @Override
  public Paper paper() {
    return new Paper(
        "Minsky & Papert",
        1969,
        "Perceptrons: an introduction to computational geometry",
        "https://mitpress.mit.edu/9780262630221/perceptrons/");
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        claim("test.andAccuracy", 1, Claim.Direction.AT_LEAST),
        claim("test.orAccuracy", 1, Claim.Direction.AT_LEAST),
        claim("test.xorAccuracy", 0.75, Claim.Direction.AT_MOST),
        claim("test.xorTwoLayerAccuracy", 1, Claim.Direction.AT_LEAST));
  }

  private static Claim claim(String metric, double value, Claim.Direction direction) {
    var expected = Map.of(Scale.SMOKE, value, Scale.LAPTOP, value, Scale.PAPER, value);
    return new Claim(
        metric, value, "a theorem: XOR is not linearly separable", direction, expected);
  }

  @Override
  public Settings config(Scale scale) {
    return new Settings(500, 4);
  }

  @Override
  public List<String> data() {
    return List.of("truth tables");
  }

  @Override
  public int seconds(Scale scale) {
    return switch (scale) {
      case SMOKE -> 2;
      case LAPTOP -> 2;
      case PAPER -> 2;
    };
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("Perceptron", new Perceptron(2).parameterCount());
  }

  @Override
  public void run(Run run, Settings config) {
    run.data(new Origin("truth tables", Origin.Source.SYNTHETIC, 4));
    try (var _ = Scope.open()) {
      var x = Tensor.of(ROWS, 4, 2);
      threshold(run, config, "and", x, Tensor.of(new float[] {0, 0, 0, 1}, 4, 1));
      threshold(run, config, "or", x, Tensor.of(new float[] {0, 1, 1, 1}, 4, 1));
      var xor = Tensor.of(new float[] {0, 1, 1, 0}, 4, 1);
      threshold(run, config, "xor", x, xor);
      twoLayers(run, config, x, xor);
    }
  }

  private static void threshold(Run run, Settings config, String name, Tensor x, Tensor y) {
    var unit = new Perceptron(2);
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
      for (int row = 0; row < x.size(0); row++) {
        try (var _ = Scope.open()) {
          unit.learn(x.narrow(0, row, 1), y.narrow(0, row, 1));
        }
      }
    }
    run.metric("test." + name + "Accuracy", accuracy(unit.forward(x), y));
  }

  private static void twoLayers(Run run, Settings config, Tensor x, Tensor y) {
    var net = new Mlp(Tensor::tanh, 2, config.hidden(), 1);
    var adam = new Adam(net.parameters(), RATE);
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
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
    }
    run.save(net);
  }

  private static double accuracy(Tensor said, Tensor right) {
    return said.eq(right).to(right.dtype()).mean().item();
  }
}
