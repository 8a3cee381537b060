package profundo.lab;

import java.util.Map;
import java.util.function.BinaryOperator;
import profundo.data.Batch;
import profundo.data.Batches;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.optim.Scheduler;
import profundo.tensor.Grad;
import profundo.tensor.ProfundoException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Text;
import profundo.train.Accuracy;

/// Trains a classifier and measures it, by the plainest of loops.
final class Classification {
  private static final Text TEXT = Text.of(Classification.class);
  private static final int TEST_BATCH = 500;

  private Classification() {}

  /// @param loss of scores `[N, C]` and labels `[N]`
  static <N extends Net & Layer> void train(
      Experiment experiment,
      N net,
      Optimizer optimizer,
      Schedule schedule,
      int epochs,
      Loader train,
      Dataset test,
      BinaryOperator<Tensor> loss) {
    var scheduler = new Scheduler(optimizer, schedule);
    experiment.progress().start(epochs, train.size());
    long start = System.nanoTime();
    for (int epoch = 0; epoch < epochs; epoch++) {
      net.train();
      double sum = 0;
      int done = 0;
      for (var batch : train.epoch(epoch)) {
        double value = step(experiment, net, optimizer, batch, loss);
        scheduler.step();
        sum += value;
        done++;
        experiment.progress().step(epoch, done, batch.size(), () -> value);
      }
      experiment.epoch();
      double accuracy = accuracy(experiment, net, test);
      experiment.log("train.loss", epoch, sum / done);
      experiment.log("test.accuracy", epoch, accuracy);
      experiment
          .progress()
          .endEpoch(epoch, Map.of("train.loss", sum / done, "test.accuracy", accuracy));
      experiment.metric("train.loss", sum / done);
      experiment.metric("test.accuracy", accuracy);
      experiment.metric("test.error", 1 - accuracy);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    experiment.metric("train.waitingForData", train.waitingSeconds() / seconds);
  }

  private static <N extends Net & Layer> double step(
      Experiment experiment, N net, Optimizer optimizer, Batch batch, BinaryOperator<Tensor> loss) {
    try (var _ = Scope.open()) {
      var x = batch.x().to(experiment.device());
      var y = batch.y().to(experiment.device());
      optimizer.zeroGrad();
      var error = loss.apply(net.forward(x), y);
      double value = error.item();
      if (!Double.isFinite(value)) {
        throw new ProfundoException(TEXT.get("diverged", experiment.steps()));
      }
      error.backward();
      optimizer.step();
      experiment.step(batch.size());
      return value;
    }
  }

  static <N extends Net & Layer> double accuracy(Experiment experiment, N net, Dataset test) {
    var accuracy = new Accuracy();
    net.eval();
    try (var loader = new Loader(test, o -> o.batch(TEST_BATCH));
        var _ = Grad.inference()) {
      Batches<Batch> batches = loader;
      for (var batch : batches.epoch(0)) {
        try (var _ = Scope.open()) {
          var scores = net.forward(batch.x().to(experiment.device()));
          accuracy.add(scores.argmax(1).toLongArray(), batch.y().toLongArray());
        }
      }
    }
    return accuracy.value();
  }
}
