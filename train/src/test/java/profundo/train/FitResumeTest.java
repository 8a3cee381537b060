package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.nn.Linear;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// What a training goes on with: at the end, after another limit, with other batches.
class FitResumeTest {
  private static final FitStepsTest.Cut BATCHES = new FitStepsTest.Cut(8, 8, 5);

  @TempDir Path home;

  private static float[] train(
      TestRun test, FitStepsTest.Cut batches, UnaryOperator<GradientTraining<int[]>> how) {
    try (var _ = Scope.open()) {
      Rng.seed(5);
      var x = Tensor.randn(24, 3);
      var net = new Linear(3, 2);
      var fit =
          new Fit<>(test.run, batches, 3)
              .train(
                  net,
                  new Adam(net.parameters(), 0.1),
                  b -> net.forward(x.narrow(0, b[0], b[1])).square().mean())
              .schedule(Schedule.cosine(9, 0))
              .measure("validation.loss", () -> net.forward(x).square().mean().item());
      how.apply(fit).run();
      return net.weight.toFloatArray();
    }
  }

  @Test
  void aTrainingThatEndedByItsStepsGoesOnWithinTheEpoch() {
    float[] whole;
    try (var test = TestRun.begin(home.resolve("whole"))) {
      whole = train(test, BATCHES, fit -> fit);
    }
    try (var test = TestRun.begin(home)) {
      train(test, BATCHES, fit -> fit.steps(4));
      assertThat(test.run.epochs()).isEqualTo(1);
    }
    try (var test = TestRun.resume(home)) {
      assertThat(train(test, BATCHES, fit -> fit)).containsExactly(whole);
      assertThat(test.run.epochs()).isEqualTo(3);
      assertThat(test.run.steps()).isEqualTo(9);
    }
  }

  @Test
  void aTrainingThatIsAtItsEndStaysThere() {
    var steps = new AtomicInteger();
    UnaryOperator<GradientTraining<int[]>> how =
        fit ->
            fit.afterStep(steps::incrementAndGet)
                .stopEarly("validation.loss", EarlyStopping.ofMax(1, 0));
    float[] weight;
    double loss;
    try (var test = TestRun.begin(home)) {
      weight = train(test, BATCHES, how);
      loss = test.run.last("validation.loss");
    }
    int before = steps.get();
    try (var test = TestRun.resume(home)) {
      assertThat(train(test, BATCHES, how)).containsExactly(weight);
      assertThat(test.run.last("validation.loss")).isEqualTo(loss);
      assertThat(steps).hasValue(before);
    }
  }

  @Test
  void otherBatchesInTheMiddleOfAnEpochAreRefused() {
    try (var test = TestRun.begin(home)) {
      train(test, BATCHES, fit -> fit.steps(1));
    }
    try (var test = TestRun.resume(home)) {
      assertThatThrownBy(() -> train(test, new FitStepsTest.Cut(12, 12), fit -> fit))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("after 1 of the 3 batches")
          .hasMessageContaining("now has 2");
    }
  }

  @Test
  void anotherScheduleThanNoneIsRefused() {
    try (var test = TestRun.begin(home)) {
      train(test, BATCHES, fit -> fit.steps(1));
    }
    try (var test = TestRun.resume(home);
        var _ = Scope.open()) {
      var net = new Linear(3, 2);
      var fit =
          new Fit<>(test.run, BATCHES, 3)
              .train(net, new Adam(net.parameters(), 0.1), _ -> net.weight.sum());
      assertThatThrownBy(fit::run)
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("'schedule'");
    }
  }
}
