package profundo.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.TensorDataset;
import profundo.nn.BatchNorm1d;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.optim.Sgd;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.progress.Progress;

/// Which nets a training moves, and in which mode: frozen ones, several, those that stop early.
class FitPartsTest {
  @TempDir Path home;

  private static class Normed extends Net implements Layer {
    final Linear fc = new Linear(4, 4);
    final BatchNorm1d norm = new BatchNorm1d(4);
    final Linear head = new Linear(4, 2);

    @Override
    public Tensor forward(Tensor x) {
      return head.forward(norm.forward(fc.forward(x)));
    }
  }

  private static Loader loader() {
    return new Loader(
        new TensorDataset(Tensor.randn(8, 4), Tensor.of(new long[8])), o -> o.batch(4));
  }

  private <N extends Net & Layer> void train(N net, UnaryOperator<GradientTraining<Batch>> how) {
    train(net, net.parameters(), 2, how);
  }

  private <N extends Net & Layer> void train(
      N net, List<Parameter> trained, int epochs, UnaryOperator<GradientTraining<Batch>> how) {
    try (var test = TestRun.begin(home);
        var loader = loader()) {
      var fit =
          new Fit<Batch>(test.run, loader, epochs)
              .train(
                  net,
                  new Sgd(trained, 0.1),
                  batch -> net.forward(batch.x()).crossEntropy(batch.y()));
      how.apply(fit).run();
    }
  }

  private void meanMoves(boolean expected, Consumer<Normed> prepare) {
    try (var _ = Scope.open()) {
      var net = new Normed();
      prepare.accept(net);
      train(net, fit -> fit);
      assertThat(net.norm.runningMean.toFloatArray()[0] != 0).isEqualTo(expected);
      assertThat(net.norm.numBatchesTracked.itemLong()).isEqualTo(expected ? 4 : 0);
    }
  }

  @Test
  void statisticsMoveInTrainingAndRestInFrozenAndEvaluatedParts() {
    meanMoves(true, _ -> {});
    meanMoves(true, Net::eval);
    meanMoves(false, net -> net.norm.eval());
    meanMoves(false, net -> net.norm.freeze());
    meanMoves(true, net -> net.fc.freeze());
  }

  private static final class Own extends Normed {
    int calls;

    @Override
    public Net train() {
      calls++;
      super.train();
      norm.eval();
      return this;
    }
  }

  private static final class Outer extends Net implements Layer {
    final Own inner = new Own();

    @Override
    public Tensor forward(Tensor x) {
      return inner.forward(x);
    }
  }

  @Test
  void aNetsOwnTrainIsCalledWhereverItStands() {
    try (var _ = Scope.open()) {
      var net = new Outer();
      train(net, fit -> fit);
      assertThat(net.inner.calls).isEqualTo(2);
      assertThat(net.inner.norm.numBatchesTracked.itemLong()).isZero();
    }
  }

  @Test
  void anOptimizerOverANetThatNothingHoldsIsRefused() {
    try (var _ = Scope.open()) {
      var net = new Linear(4, 2);
      var other = new Linear(3, 3);
      var both = new ArrayList<>(net.parameters());
      other.parameters().forEach(p -> both.add(new Parameter("other." + p.name(), p.tensor())));
      assertThatThrownBy(() -> train(net, both, 1, fit -> fit))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("other.weight [3, 3]")
          .hasMessageContaining("hold(");
      train(net, both, 1, fit -> fit.hold("other", other));
    }
  }

  private static final class Classifier extends Net implements Layer {
    final Linear body = new Linear(4, 3);
    Linear head = new Linear(3, 5);

    @Override
    public Tensor forward(Tensor x) {
      return head.forward(body.forward(x));
    }
  }

  @Test
  void anOptimizerThatIsOlderThanALayerIsRefused() {
    try (var _ = Scope.open()) {
      var net = new Classifier();
      var older = net.parameters();
      net.head = new Linear(3, 2);
      assertThatThrownBy(() -> train(net, older, 1, fit -> fit))
          .isInstanceOf(TrainException.class)
          .hasMessageContainingAll("head.weight [5, 3]", "head.weight [2, 3]", "replaced");
      train(net, net.parameters(), 1, fit -> fit);
    }
  }

  @Test
  void whatAnOptimizerDoesNotTrainIsNamedUnlessItIsFrozen() {
    try (var _ = Scope.open()) {
      var net = new Classifier();
      net.head = new Linear(3, 2);
      var head = net.parameters().stream().filter(p -> p.name().startsWith("head.")).toList();
      assertThat(saidOf(net, head)).contains("body.weight [3, 4]", "freeze()");
      net.body.freeze();
      assertThat(saidOf(net, head)).doesNotContain("body.weight");
    }
  }

  private static <N extends Net & Layer> String saidOf(N net, List<Parameter> trained) {
    var said = new ByteArrayOutputStream();
    try (var loader = loader();
        var progress = Progress.of(new PrintStream(said, true, UTF_8), Progress.Mode.PLAIN)) {
      new Fit<Batch>(loader, 1)
          .progress(progress)
          .train(
              net, new Sgd(trained, 0.1), batch -> net.forward(batch.x()).crossEntropy(batch.y()))
          .run();
    }
    return said.toString(UTF_8);
  }

  @Test
  void aParameterOutsideEveryNetMayBeHeldByItself() {
    try (var _ = Scope.open()) {
      var net = new Linear(4, 2);
      var codes = Tensor.randn(7, 2).requiresGrad(true);
      var both = new ArrayList<>(net.parameters());
      both.add(new Parameter("codes", codes));
      train(
          net, both, 1, fit -> fit.hold("codes", () -> new StateDict(Map.of("x", codes)), _ -> {}));
    }
  }

  @Test
  void clippingBoundsAllThatTheOptimizerTrains() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open();
        var loader = loader()) {
      var net = new Linear(4, 2);
      var other = new Linear(2, 2);
      var all = new ArrayList<>(net.parameters());
      other.parameters().forEach(p -> all.add(new Parameter("other." + p.name(), p.tensor())));
      var before = all.stream().map(p -> p.tensor().detach().copy()).toList();
      new Fit<Batch>(test.run, loader, 1)
          .train(
              net,
              new Sgd(all, 1),
              b -> other.forward(net.forward(b.x())).crossEntropy(b.y()).mul(1000))
          .hold("other", other)
          .clip(0.25)
          .steps(1)
          .run();
      double moved = 0;
      for (int i = 0; i < all.size(); i++) {
        moved += all.get(i).tensor().detach().sub(before.get(i)).square().sum().item();
      }
      assertThat(Math.sqrt(moved)).isBetween(0.2499, 0.2501);
    }
  }

  @Test
  void theFiguresAfterEarlyStoppingAreThoseOfTheWeightsThatAreKept() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open();
        var loader = loader()) {
      var net = new Linear(4, 2);
      var beside = new Linear(1, 1);
      var looks = new AtomicInteger();
      var best = new float[1][];
      new Fit<Batch>(test.run, loader, 20)
          .train(net, new Sgd(net.parameters(), 0.1), b -> net.forward(b.x()).crossEntropy(b.y()))
          .hold("beside", beside)
          .afterStep(() -> beside.weight.detach().fill_(looks.get()))
          .measure(
              "validation.loss",
              () -> {
                if (looks.incrementAndGet() == 3) {
                  best[0] = net.weight.toFloatArray();
                }
                return Math.abs(looks.get() - 3.0);
              })
          .measure("validation.first", () -> net.weight.toFloatArray()[0])
          .stopEarly("validation.loss", EarlyStopping.ofMin(2, 0))
          .run();
      assertThat(looks).hasValue(5);
      assertThat(net.weight.toFloatArray()).containsExactly(best[0]);
      assertThat(beside.weight.item()).isEqualTo(2);
      assertThat(test.run.last("validation.loss")).isZero();
      assertThat(test.run.last("validation.first")).isEqualTo(best[0][0]);
      test.writer.flush();
      var curve = test.store.curve(test.run.id(), "train.loss", -1);
      assertThat(test.run.last("train.loss")).isEqualTo(curve.get(2).value());
      assertThat(curve).hasSize(5);
    }
  }

  @Test
  void earlyStoppingWithoutASingleNumberKeepsTheLastWeights() {
    try (var _ = Scope.open()) {
      var net = new Linear(4, 2);
      train(
          net,
          net.parameters(),
          5,
          fit ->
              fit.measure("validation.loss", () -> Double.NaN)
                  .stopEarly("validation.loss", EarlyStopping.ofMin(2, 0)));
      assertThat(net.weight.isFinite().all().itemLong()).isOne();
    }
  }

  @Test
  void earlyStoppingByHandGoesBackToTheBestWeightsToo() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open();
        var loader = loader()) {
      var net = new Linear(1, 1);
      var steps = new AtomicInteger();
      new Fit<Batch>(test.run, loader, 20)
          .step(_ -> {
            net.weight.detach().fill_(steps.incrementAndGet());
            return Tensor.ones(1).sum();
          })
          .hold("net", net)
          .measure("validation.loss", () -> Math.abs(steps.get() - 4.0))
          .stopEarly("validation.loss", EarlyStopping.ofMin(2, 0))
          .run();
      assertThat(net.weight.item()).isEqualTo(4);
    }
  }
}
