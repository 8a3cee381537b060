package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.Parameter;
import profundo.optim.Adam;
import profundo.optim.Lbfgs;
import profundo.optim.Muon;
import profundo.optim.Optimizer;
import profundo.optim.Plateau;
import profundo.optim.Sam;
import profundo.optim.Schedule;
import profundo.optim.Sgd;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Optimizers that evaluate the loss again, several in one training, and rates that follow a
/// measurement.
class FitOptimizersTest {
  private static final FitStepsTest.Cut BATCHES = new FitStepsTest.Cut(8, 8, 8);
  private static final int EPOCHS = 6;

  @TempDir Path home;

  private final List<Double> rates = new ArrayList<>();

  private static Tensor loss(Linear net, Tensor x, int[] batch) {
    var rows = x.narrow(0, batch[0], batch[1]);
    return net.forward(rows).sub(rows.square().narrow(1, 0, 2)).square().mean();
  }

  private float[] train(
      TestRun test,
      Function<Net, List<Optimizer>> optimizers,
      UnaryOperator<GradientTraining<int[]>> how) {
    try (var _ = Scope.open()) {
      Rng.seed(5);
      var x = Tensor.randn(24, 3);
      var net = new Linear(3, 2);
      var all = optimizers.apply(net);
      var fit =
          new Fit<>(test.run, BATCHES, EPOCHS)
              .train(net, all, batch -> loss(net, x, batch))
              .measure("validation.loss", () -> net.forward(x).square().mean().item())
              .afterEpoch(_ -> rates.add(all.getFirst().lr()));
      how.apply(fit).run();
      return net.weight.toFloatArray();
    }
  }

  private float[] trainWhole(
      Function<Net, List<Optimizer>> optimizers, UnaryOperator<GradientTraining<int[]>> how) {
    try (var test = TestRun.begin(home.resolve("whole"))) {
      return train(test, optimizers, how);
    }
  }

  private void endsWithTheSameBitsAfterAStop(
      Function<Net, List<Optimizer>> optimizers, UnaryOperator<GradientTraining<int[]>> how) {
    var whole = trainWhole(optimizers, how);
    var ratesOfWhole = List.copyOf(rates);
    rates.clear();
    var store = home.resolve("resumed");
    try (var test = TestRun.begin(store)) {
      train(test, optimizers, fit -> how.apply(fit).steps(3L * BATCHES.size()));
    }
    try (var test = TestRun.resume(store)) {
      assertThat(train(test, optimizers, how)).containsExactly(whole);
    }
    assertThat(rates).isEqualTo(ratesOfWhole);
  }

  private static float[] byHand(Function<Net, List<Optimizer>> optimizers) {
    try (var _ = Scope.open()) {
      Rng.seed(5);
      var x = Tensor.randn(24, 3);
      var net = new Linear(3, 2);
      var all = optimizers.apply(net);
      for (int i = 0; i < EPOCHS * BATCHES.size(); i++) {
        int[] batch = {8 * (i % 3), 8};
        if (all.size() == 1) {
          all.getFirst()
              .step(() -> {
                all.getFirst().zeroGrad();
                var loss = loss(net, x, batch);
                loss.backward();
                return loss.item();
              });
        } else {
          all.forEach(Optimizer::zeroGrad);
          loss(net, x, batch).backward();
          all.forEach(Optimizer::step);
        }
      }
      return net.weight.toFloatArray();
    }
  }

  private static List<Optimizer> sam(Net net) {
    return List.of(new Sam(new Sgd(net.parameters(), 0.05, o -> o.momentum(0.9)), 0.1));
  }

  private static List<Optimizer> lbfgs(Net net) {
    return List.of(new Lbfgs(net.parameters(), 0.5, o -> o.maxIter(3).strongWolfe()));
  }

  private static List<Optimizer> muonAndAdam(Net net) {
    List<Parameter> all = net.parameters();
    return List.of(new Muon(all.subList(0, 1), 0.02), new Adam(all.subList(1, 2), 0.01));
  }

  @Test
  void theStepsAreThoseThatAreMadeByHand() {
    for (Function<Net, List<Optimizer>> kind :
        List.<Function<Net, List<Optimizer>>>of(
            FitOptimizersTest::sam, FitOptimizersTest::lbfgs, FitOptimizersTest::muonAndAdam)) {
      assertThat(trainWhole(kind, fit -> fit)).containsExactly(byHand(kind));
    }
  }

  @Test
  void aTrainingThatEvaluatesAgainIsResumedToTheSameBits() {
    endsWithTheSameBitsAfterAStop(
        FitOptimizersTest::sam, fit -> fit.schedule(Schedule.cosineWarmRestarts(4, 2, 0.1)));
  }

  @Test
  void lbfgsIsResumedToTheSameBits() {
    endsWithTheSameBitsAfterAStop(FitOptimizersTest::lbfgs, fit -> fit.clip(10));
  }

  @Test
  void twoOptimizersAreScheduledAndResumedToTheSameBits() {
    endsWithTheSameBitsAfterAStop(
        FitOptimizersTest::muonAndAdam,
        fit ->
            fit.schedule(Schedule.exponential(0.9))
                .plateau("train.loss", o -> new Plateau(o, 0.5, 0)));
  }

  /// With a factor of 0.3, whose products are rounded.
  @Test
  void aPlateauFollowsTheMeasurementAndIsResumedToTheSameBits() {
    endsWithTheSameBitsAfterAStop(
        net -> List.of(new Sgd(net.parameters(), 0.05)),
        fit ->
            fit.schedule(Schedule.cosine(40, 0))
                .plateau("validation.loss", o -> Plateau.ofMax(o, 0.3, 1)));
  }

  @Test
  void theRateFallsWhereTheMeasurementIsNotBetter() {
    var measured = List.of(5.0, 4.0, 4.0, 4.5, 3.0, 3.0).iterator();
    trainWhole(
        net -> List.of(new Sgd(net.parameters(), 1e-3)),
        fit -> fit.measure("mine", measured::next).plateau("mine", o -> new Plateau(o, 0.5, 1)));
    assertThat(rates).containsExactly(1e-3, 1e-3, 1e-3, 1e-3, 5e-4, 5e-4);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    try (var test = TestRun.begin(home);
        var net = new Linear(3, 2)) {
      var fit = new Fit<>(test.run, BATCHES, 1).train(net, sam(net), _ -> net.weight.sum());
      assertThatThrownBy(() -> fit.accumulate(2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("instead of accumulate(2)");
      fit.accumulate(1).plateau("nobody", o -> new Plateau(o, 0.5, 1));
      assertThatThrownBy(fit::run).hasMessage("plateau watches what nobody measures: nobody");
      var both = List.of(sam(net).getFirst(), new Adam(net.parameters(), 0.1));
      assertThatThrownBy(() -> new Fit<>(BATCHES, 1).train(net, both, _ -> net.weight.sum()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trains alone");
    }
  }
}
