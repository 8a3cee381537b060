package profundo.lab;

import java.util.function.BinaryOperator;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Accuracy;
import profundo.train.Fit;
import profundo.train.Run;

/// Trains a classifier on a cosine schedule and measures its accuracy.
final class Classification {
  private static final int TEST_BATCH = 500;

  private Classification() {}

  /// @param loss of scores `[N, C]` and labels `[N]`
  static <N extends Net & Layer> void train(
      Run run,
      N net,
      Optimizer optimizer,
      int epochs,
      Loader train,
      Dataset test,
      BinaryOperator<Tensor> loss) {
    var device = run.device();
    new Fit<Batch>(run, train, epochs)
        .train(
            net,
            optimizer,
            batch -> loss.apply(net.forward(batch.x().to(device)), batch.y().to(device)))
        .schedule(Schedule.cosine((long) epochs * train.size(), 0))
        .measure("test.accuracy", () -> accuracy(device, net, test))
        .run();
    run.metric("test.error", 1 - run.last("test.accuracy"));
    run.save(net);
  }

  private static <N extends Net & Layer> double accuracy(Device device, N net, Dataset test) {
    var accuracy = new Accuracy();
    try (var loader = new Loader(test, o -> o.batch(TEST_BATCH))) {
      for (var batch : loader.epoch(0, 0)) {
        try (var _ = Scope.open()) {
          var scores = net.forward(batch.x().to(device));
          accuracy.add(scores.argmax(1).toLongArray(), batch.y().toLongArray());
        }
      }
    }
    return accuracy.value();
  }
}
