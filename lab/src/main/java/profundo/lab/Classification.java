package profundo.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
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
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Accuracy;
import profundo.train.Confusion;
import profundo.train.Fit;
import profundo.train.Run;

/// Trains a classifier, measures its accuracy after each epoch, and shows what it takes for what.
final class Classification {
  private static final int TEST_BATCH = 200;
  private static final int SHOWN = 24;

  private final Run run;
  private final Loader train;
  private final Dataset test;
  private final int epochs;
  private String name = "";
  private UnaryOperator<Fit<Batch>> more = UnaryOperator.identity();

  Classification(Run run, Loader train, Dataset test, int epochs) {
    this.run = run;
    this.train = train;
    this.test = test;
    this.epochs = epochs;
  }

  /// Where a recipe has several nets: the figures are `test.NAME.accuracy` and so on.
  Classification named(String name) {
    this.name = name;
    return this;
  }

  /// Says more of the training: its schedule, its precision.
  Classification with(UnaryOperator<Fit<Batch>> more) {
    var before = this.more;
    this.more = fit -> more.apply(before.apply(fit));
    return this;
  }

  /// Lets the learning rate fall to 0 along a cosine.
  Classification cosine() {
    return with(fit -> fit.schedule(Schedule.cosine(steps(), 0)));
  }

  /// The steps of the whole training.
  long steps() {
    return (long) epochs * train.size();
  }

  /// @param loss of scores `[N, C]` and labels `[N]`
  <N extends Net & Layer> void train(N net, Optimizer optimizer, BinaryOperator<Tensor> loss) {
    var device = run.device();
    var fit =
        new Fit<Batch>(run, train, epochs)
            .named(name)
            .train(
                net,
                optimizer,
                batch -> loss.apply(net.forward(batch.x().to(device)), batch.y().to(device)))
            .measure(Key.test(name, "accuracy"), () -> accuracy(net));
    more.apply(fit).run();
    run.metric(Key.test(name, "error"), 1 - run.last(Key.test(name, "accuracy")));
  }

  private <N extends Net & Layer> double accuracy(N net) {
    var accuracy = new Accuracy();
    try (var loader = new Loader(test, o -> o.batch(TEST_BATCH))) {
      for (var batch : loader.epoch(0, 0)) {
        try (var _ = Scope.open()) {
          var scores = net.forward(batch.x().to(run.device()));
          accuracy.add(scores.argmax(1).toLongArray(), batch.y().toLongArray());
        }
      }
    }
    return accuracy.value();
  }

  /// Leaves the confusion matrix and the worst mistakes.
  ///
  /// @param pictures the test pictures as people see them
  /// @param labels the classes' names
  <N extends Net & Layer> void show(N net, Images pictures, List<String> labels) {
    var confusion = new Confusion(labels.size());
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
              mistakes.add(new Mistake(first + i, (int) right[i], (int) said[i], sure[i]));
            }
          }
          first += said.length;
        }
      }
    }
    var prefix = name.isEmpty() ? "" : name + ".";
    Exhibits.matrix(run, prefix + "confusion", labels, confusion.counts());
    mistakes.sort(Comparator.comparingDouble(Mistake::sure).reversed());
    var gallery = new Gallery();
    try (var _ = Scope.open()) {
      for (var mistake : mistakes.subList(0, Math.min(SHOWN, mistakes.size()))) {
        var picture = pictures.pixels().select(0, mistake.index()).to(DType.FLOAT32).div(255);
        gallery.add(picture, mistake.caption(labels));
      }
    }
    Exhibits.gallery(run, prefix + "mistakes", gallery);
  }

  /// The names of ten digits.
  static List<String> digits() {
    return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  }

  private record Mistake(long index, int right, int said, double sure) {
    String caption(List<String> labels) {
      return "%s → %s, %.0f %%".formatted(labels.get(right), labels.get(said), 100 * sure);
    }
  }
}
