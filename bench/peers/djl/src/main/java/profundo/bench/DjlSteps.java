package profundo.bench;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The steps of `Steps` in the Deep Java Library: `DjlSteps THREADS SECONDS`.
final class DjlSteps {
  private static final Shape TWO = new Shape(2, 2);

  private DjlSteps() {}

  public static void main(String[] words) throws IOException {
    System.setProperty("ai.djl.pytorch.num_threads", words[0]);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Engine.getInstance().setRandomSeed(1);
    Answers.give(all(), Double.parseDouble(words[1]), System.out);
  }

  private static Map<String, Step> all() {
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put("LeNet-5, batch 64", step(lenet(), new Shape(64, 1, 28, 28), 64, 10));
    steps.put("MLP 784-512-512-10, batch 128", step(mlp(), new Shape(128, 784), 128, 10));
    steps.put("LSTM 2x256, length 64, batch 32", step(lstm(), new Shape(64, 32, 256), 64 * 32, 65));
    steps.put(
        "ResNet-18 on 32x32, batch 64", step(DjlResNet18.net(), new Shape(64, 3, 32, 32), 64, 10));
    steps.put(
        "Transformer encoder d 256 x 4, batch 16",
        step(encoder(), new Shape(16, 64, 256), 16 * 64, 256));
    return steps;
  }

  static Block lenet() {
    return new SequentialBlock()
        .add(Conv2d.builder().setKernelShape(new Shape(5, 5)).setFilters(6).optPadding(TWO).build())
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(TWO, TWO))
        .add(Conv2d.builder().setKernelShape(new Shape(5, 5)).setFilters(16).build())
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(TWO, TWO))
        .add(Blocks.batchFlattenBlock())
        .add(linear(120))
        .add(Activation.reluBlock())
        .add(linear(84))
        .add(Activation.reluBlock())
        .add(linear(10));
  }

  private static Block mlp() {
    return new SequentialBlock()
        .add(linear(512))
        .add(Activation.reluBlock())
        .add(linear(512))
        .add(Activation.reluBlock())
        .add(linear(10));
  }

  private static Block lstm() {
    return new SequentialBlock()
        .add(LSTM.builder().setStateSize(256).setNumLayers(2).optBatchFirst(false).build())
        .add(linear(65))
        .addSingleton(scores -> scores.reshape(-1, 65));
  }

  private static Block encoder() {
    var blocks = new SequentialBlock();
    for (int i = 0; i < 4; i++) {
      blocks.add(new TransformerEncoderBlock(256, 4, 1024, 0.1f, Activation::relu));
    }
    return blocks.addSingleton(scores -> scores.reshape(-1, 256));
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  /// Forward, loss, backward and Adam; what a step makes ends with its own manager.
  private static Step step(Block block, Shape input, int rows, int classes) {
    var model = Model.newInstance("peer");
    model.setBlock(block);
    var adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
    var trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(adam));
    trainer.initialize(input);
    var x = trainer.getManager().randomNormal(input);
    var y = trainer.getManager().randomInteger(0, classes, new Shape(rows), DataType.INT64);
    return new Step(parameters(block), () -> once(trainer, x, y));
  }

  private static void once(Trainer trainer, NDArray x, NDArray y) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      x.tempAttach(manager);
      y.tempAttach(manager);
      try (var gradients = trainer.newGradientCollector()) {
        var scores = trainer.forward(new NDList(x));
        gradients.backward(trainer.getLoss().evaluate(new NDList(y), scores));
      }
      trainer.step();
    }
  }

  static long parameters(Block block) {
    return block.getParameters().values().stream()
        .filter(Parameter::requiresGradient)
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }
}
