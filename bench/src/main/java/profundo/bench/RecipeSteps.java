package profundo.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import profundo.data.CopyTask;
import profundo.data.text.Tokenizer;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.models.CharRnn;
import profundo.models.Dcgan;
import profundo.models.DropoutMlp;
import profundo.models.NeuralTuringMachine;
import profundo.models.ResNetCifar;
import profundo.models.Transformer;
import profundo.models.Vae;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Clip;
import profundo.optim.Optimizer;
import profundo.optim.Sgd;
import profundo.tensor.Reduction;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Run;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The training steps of the recipes at `--scale laptop`, on numbers made up once: forward, loss
/// and its value, backward, clipping and the optimizer, without loading, augmentation and schedule.
final class RecipeSteps {
  private static final int CHARACTERS = 65;
  private static final int SENTENCE = 20;
  private static final int PADDED = 16;

  /// The recipes whose steps are measured.
  static final List<String> NAMES =
      List.of(
          "mlp-dropout",
          "resnet20",
          "char-lstm",
          "transformer-translate",
          "ntm-copy",
          "vae",
          "dcgan");

  private RecipeSteps() {}

  static Map<String, Step> all() {
    Rng.seed(1);
    Map<String, Step> steps = new LinkedHashMap<>();
    NAMES.forEach(name -> steps.put(name, of(name, settings(name))));
    return steps;
  }

  private static Step of(String recipe, JsonNode settings) {
    return switch (recipe) {
      case "mlp-dropout" -> mlpDropout(settings);
      case "resnet20" -> resnet20(settings);
      case "char-lstm" -> charLstm(settings);
      case "transformer-translate" -> translate(settings);
      case "ntm-copy" -> ntmCopy(settings);
      case "vae" -> vae(settings);
      case "dcgan" -> dcgan(settings);
      default -> throw new IllegalArgumentException(recipe);
    };
  }

  /// What a recipe's settings are at `--scale laptop`.
  static JsonNode settings(String recipe) {
    var settings = Recipes.find(recipe).settings(Scale.LAPTOP);
    return new JsonMapper().valueToTree(settings.values());
  }

  private static Net net(String recipe, String part) {
    return net(Recipes.find(recipe), part);
  }

  private static <S extends RecipeSettings> Net net(Recipe<S> recipe, String part) {
    var settings = recipe.settings(Scale.LAPTOP);
    return recipe.model(settings, recipe.facts(settings), part);
  }

  /// The variant that has most to do: dropout, and the weights' norms bounded.
  private static Step mlpDropout(JsonNode s) {
    int batch = s.get("batch").asInt();
    var net = (DropoutMlp) net("mlp-dropout", Run.WHOLE);
    var sgd =
        new Sgd(
            net.parameters(),
            s.get("lr").asDouble(),
            o -> o.momentum(s.get("momentum").asDouble()));
    double radius = s.get("radius").asDouble();
    var x = Tensors.rand(batch, 1, 28, 28);
    var y = Tensors.randint(0, 10, batch);
    return trained(
        net,
        sgd,
        OptionalDouble.empty(),
        () -> net.forward(x).crossEntropy(y),
        () -> net.maxNorm(radius));
  }

  private static Step resnet20(JsonNode s) {
    int batch = s.get("batch").asInt();
    var net = (ResNetCifar) net("resnet20", Run.WHOLE);
    var sgd =
        new Sgd(
            net.parameters(),
            s.get("lr").asDouble(),
            o -> o.momentum(0.9).weightDecay(s.get("decay").asDouble()));
    var x = Tensors.randn(batch, 3, 32, 32);
    var y = Tensors.randint(0, 10, batch);
    return trained(net, sgd, OptionalDouble.empty(), () -> net.forward(x).crossEntropy(y));
  }

  private static Step charLstm(JsonNode s) {
    var net = (CharRnn) net("char-lstm", Run.WHOLE);
    var adam = new Adam(net.parameters(), s.get("lr").asDouble());
    long[] shape = {s.get("batch").asInt(), s.get("window").asInt()};
    var x = Tensors.randint(0, CHARACTERS, shape);
    var y = Tensors.randint(0, CHARACTERS, shape).flatten(0, 1);
    return trained(
        net, adam, OptionalDouble.of(1), () -> net.forward(x).flatten(0, 1).crossEntropy(y));
  }

  /// Sentences of 16 to 20 tokens, the shorter ones padded.
  private static Step translate(JsonNode s) {
    int tokens = s.get("tokens").asInt();
    var net = (Transformer) net("transformer-translate", Run.WHOLE);
    var adam = new Adam(net.parameters(), 1e-4, o -> o.betas(0.9, 0.98).eps(1e-9));
    int batch = s.get("batch").asInt();
    var source = sentences(tokens, batch);
    var input = sentences(tokens, batch);
    var target = sentences(tokens, batch).flatten(0, 1);
    return trained(
        net,
        adam,
        OptionalDouble.empty(),
        () ->
            net.forward(source, input)
                .flatten(0, 1)
                .crossEntropy(target, null, Reduction.MEAN, Tokenizer.PAD, 0.1));
  }

  private static Tensor sentences(int tokens, int batch) {
    var sentences = Tensors.randint(Tokenizer.PAD + 1, tokens, batch, SENTENCE);
    sentences.narrow(0, 0, batch / 2).narrow(1, PADDED, SENTENCE - PADDED).fill_(Tokenizer.PAD);
    return sentences;
  }

  /// Sequences of each length that is taught, in turn.
  private static Step ntmCopy(JsonNode s) {
    var net = (NeuralTuringMachine) net("ntm-copy", Run.WHOLE);
    var adam = new Adam(net.parameters(), s.get("lr").asDouble());
    int batch = s.get("batch").asInt();
    var sequences =
        IntStream.rangeClosed(1, s.get("longest").asInt())
            .mapToObj(length -> new CopyTask(1, batch, length, length, 1).epoch(0, 0))
            .map(epoch -> epoch.iterator().next())
            .toList();
    var turn = new int[1];
    return trained(
        net,
        adam,
        OptionalDouble.of(10),
        () -> {
          var now = sequences.get(turn[0]++ % sequences.size());
          return net.forward(now.input())
              .scores()
              .narrow(0, now.length() + 1, now.length())
              .binaryCrossEntropyWithLogits(now.target(), Reduction.MEAN);
        });
  }

  private static Step vae(JsonNode s) {
    var net = (Vae) net("vae", Run.WHOLE);
    var adam = new Adam(net.parameters(), s.get("lr").asDouble());
    var x = Tensors.rand(s.get("batch").asInt(), 784);
    return trained(net, adam, OptionalDouble.empty(), () -> net.elbo(x.bernoulli()).mean().neg());
  }

  private static Step dcgan(JsonNode s) {
    int batch = s.get("batch").asInt();
    int noise = s.get("noise").asInt();
    var generator = (Dcgan.Generator) net("dcgan", Run.WHOLE);
    var discriminator = (Dcgan.Discriminator) net("dcgan", "discriminator");
    double lr = s.get("lr").asDouble();
    var drawing = new Adam(generator.parameters(), lr, o -> o.betas(0.5, 0.999));
    var doubting = new Adam(discriminator.parameters(), lr, o -> o.betas(0.5, 0.999));
    var x = Tensors.rand(batch, 1, 28, 28);
    Runnable once =
        () -> {
          try (var _ = Scope.open()) {
            var pictures = x.mul(2).sub(1);
            var fakes = generator.forward(Tensors.randn(batch, noise));
            var real = loss(discriminator.forward(pictures), true);
            play(doubting, real.add(loss(discriminator.forward(fakes.detach()), false)));
            play(drawing, loss(discriminator.forward(fakes), true));
          }
        };
    return new Step(generator.parameterCount() + discriminator.parameterCount(), once);
  }

  private static void play(Optimizer player, Tensor loss) {
    player.zeroGrad();
    loss.backward();
    player.step();
    loss.item();
  }

  private static Tensor loss(Tensor logits, boolean real) {
    return logits.binaryCrossEntropyWithLogits(
        real ? logits.onesLike() : logits.zerosLike(), Reduction.MEAN);
  }

  private static Step trained(
      Net net, Optimizer optimizer, OptionalDouble clip, Supplier<Tensor> loss) {
    return trained(net, optimizer, clip, loss, () -> {});
  }

  private static Step trained(
      Net net, Optimizer optimizer, OptionalDouble clip, Supplier<Tensor> loss, Runnable after) {
    return new Step(
        net.parameterCount(),
        () -> {
          try (var _ = Scope.open()) {
            optimizer.zeroGrad();
            var value = loss.get();
            value.item();
            value.backward();
            clip.ifPresent(norm -> Clip.norm(net.parameters(), norm));
            optimizer.step();
          }
          after.run();
        });
  }
}
