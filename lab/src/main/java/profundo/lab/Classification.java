package profundo.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import profundo.data.Batch;
import profundo.data.Dataset;
import profundo.data.Images;
import profundo.data.Loader;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Optimizer;
import profundo.optim.Schedule;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Accuracy;
import profundo.train.Confusion;
import profundo.train.Fit;
import profundo.train.Run;

/// Trains a classifier on a cosine schedule and measures its accuracy.
final class Classification {
  private static final int TEST_BATCH = 500;
  private static final int CLASSES = 10;
  private static final int SHOWN = 24;

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

  /// Leaves the confusion matrix and the worst mistakes.
  ///
  /// @param test as the net reads it
  /// @param pictures the same pictures as people see them
  static <N extends Net & Layer> void show(Run run, N net, Dataset test, Images pictures) {
    var confusion = new Confusion(CLASSES);
    var mistakes = new ArrayList<Mistake>();
    net.eval();
    try (var _ = Grad.noGrad();
        var loader = new Loader(test, o -> o.batch(TEST_BATCH))) {
      long first = 0;
      for (var batch : loader.epoch(0, 0)) {
        try (var _ = Scope.open()) {
          var best = net.forward(batch.x().to(run.device())).softmax(1).max(1, false);
          var said = best.indices().toLongArray();
          var sure = best.values().toFloatArray();
          var right = batch.y().toLongArray();
          confusion.add(said, right);
          for (int i = 0; i < said.length; i++) {
            if (said[i] != right[i]) {
              mistakes.add(new Mistake(first + i, right[i], said[i], sure[i]));
            }
          }
          first += said.length;
        }
      }
    }
    var labels = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    Exhibits.matrix(run, "confusion", labels, confusion.counts());
    mistakes.sort(Comparator.comparingDouble(Mistake::sure).reversed());
    var gallery = new Gallery();
    try (var _ = Scope.open()) {
      for (var mistake : mistakes.subList(0, Math.min(SHOWN, mistakes.size()))) {
        var picture = pictures.pixels().select(0, mistake.index()).to(DType.FLOAT32).div(255);
        gallery.add(picture, mistake.caption());
      }
    }
    Exhibits.gallery(run, "mistakes", gallery);
  }

  private record Mistake(long index, long right, long said, double sure) {
    String caption() {
      return "%d → %d, %.0f %%".formatted(right, said, 100 * sure);
    }
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
