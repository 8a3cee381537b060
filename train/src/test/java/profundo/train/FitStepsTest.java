package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.data.Batches;
import profundo.nn.Linear;
import profundo.optim.Adam;
import profundo.optim.Sgd;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Which steps the loop makes of which batches, and what loss it says.
class FitStepsTest {
  private static final int ROWS = 24;

  @TempDir Path home;

  /// Rows of data in batches of these sizes, always in the same order.
  record Cut(int... sizes) implements Batches<int[]> {
    @Override
    public int size() {
      return sizes.length;
    }

    @Override
    public Iterable<int[]> epoch(int epoch, int first) {
      var batches = new ArrayList<int[]>();
      int begin = 0;
      for (int i = 0; i < sizes.length; i++) {
        if (i >= first) {
          batches.add(new int[] {begin, sizes[i]});
        }
        begin += sizes[i];
      }
      return batches;
    }

    @Override
    public int samples(int[] batch) {
      return batch[1];
    }
  }

  private record Trained(float[] weight, double loss) {}

  /// One epoch of plain descent from the same start.
  private Trained descend(Cut cut, UnaryOperator<GradientTraining<int[]>> how) {
    try (var test = TestRun.begin(home);
        var _ = Scope.open()) {
      Rng.seed(3);
      var x = Tensor.randn(ROWS, 5);
      var y = x.square().sum(1).reshape(ROWS, 1);
      var net = new Linear(5, 1);
      var fit =
          new Fit<>(test.run, cut, 1)
              .train(
                  net,
                  new Sgd(net.parameters(), 0.02, o -> o.momentum(0.9)),
                  b ->
                      net.forward(x.narrow(0, b[0], b[1]))
                          .sub(y.narrow(0, b[0], b[1]))
                          .square()
                          .mean());
      how.apply(fit).run();
      return new Trained(net.weight.toFloatArray(), test.run.last("train.loss"));
    }
  }

  @Test
  void aGroupOfBatchesMakesTheStepOfTheOneLargeBatch() {
    var whole = descend(new Cut(24), fit -> fit);
    for (var cut : List.of(new Cut(8, 8, 8), new Cut(1, 20, 3), new Cut(7, 7, 7, 3), new Cut(24))) {
      var parts = descend(cut, fit -> fit.accumulate(cut.size()));
      assertThat(parts.weight).usingComparatorWithPrecision(1e-6f).containsExactly(whole.weight);
      assertThat(parts.loss).isEqualTo(whole.loss, within(1e-5));
    }
  }

  @Test
  void aLastGroupThatIsSmallerMakesTheStepOfItsOwnBatch() {
    var whole = descend(new Cut(10, 10, 4), fit -> fit);
    var parts = descend(new Cut(5, 5, 6, 4, 4), fit -> fit.accumulate(2));
    assertThat(parts.weight).usingComparatorWithPrecision(1e-6f).containsExactly(whole.weight);
    var larger = descend(new Cut(5, 5, 5, 5, 4), fit -> fit.accumulate(7));
    assertThat(larger.weight)
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(descend(new Cut(24), fit -> fit).weight);
  }

  @Test
  void clippingSeesTheGradientOfTheWholeGroup() {
    var whole = descend(new Cut(24), fit -> fit.clip(0.5));
    var parts = descend(new Cut(5, 16, 3), fit -> fit.accumulate(3).clip(0.5));
    assertThat(parts.weight).usingComparatorWithPrecision(1e-6f).containsExactly(whole.weight);
  }

  @Test
  void mixedPrecisionWeighsAGroupAlike() {
    var whole = descend(new Cut(24), fit -> fit.autocast(DType.BFLOAT16));
    var parts = descend(new Cut(5, 16, 3), fit -> fit.accumulate(3).autocast(DType.BFLOAT16));
    assertThat(parts.weight).usingComparatorWithPrecision(2e-3f).containsExactly(whole.weight);
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "2, 16", "3, 24"})
  void anEndInTheMiddleOfAGroupDropsNoGradient(int steps, int rows) {
    var cut = descend(new Cut(8, 8, 8), fit -> fit.accumulate(4).steps(steps));
    var whole = descend(new Cut(rows), fit -> fit);
    assertThat(cut.weight).usingComparatorWithPrecision(1e-6f).containsExactly(whole.weight);
  }

  @Test
  void theLossOfAnEpochIsTheMeanOverItsExamples() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open()) {
      var net = new Linear(1, 1);
      new Fit<>(test.run, new Cut(20, 4), 1)
          .train(
              net,
              new Sgd(net.parameters(), 0),
              b -> net.weight.sum().mul(0).add(b[1] == 20 ? 1 : 7))
          .run();
      assertThat(test.run.last("train.loss")).isEqualTo((20 + 4 * 7) / 24.0, within(1e-7));
    }
  }

  @Test
  void aLossThatIsAMeanOverOtherThingsIsWeighedByThem() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open()) {
      var net = new Linear(1, 1);
      new Fit<>(test.run, new Cut(20, 4), 1)
          .train(
              net,
              new Sgd(net.parameters(), 0),
              b -> net.weight.sum().mul(0).add(b[1] == 20 ? 1 : 7))
          .weigh(b -> b[1] == 20 ? 10 : 90)
          .run();
      assertThat(test.run.last("train.loss")).isEqualTo((10 + 90 * 7) / 100.0, within(1e-7));
    }
  }

  @Test
  void hooksComeAfterStepsOfTheOptimizer() {
    var hooks = new AtomicInteger();
    descend(new Cut(5, 5, 5, 5, 4), fit -> fit.accumulate(2).afterStep(hooks::incrementAndGet));
    assertThat(hooks).hasValue(3);
  }

  @Test
  void aSourceThatYieldsFewerBatchesThanItSaysLosesNoGradient() {
    var whole = descend(new Cut(16), fit -> fit);
    try (var test = TestRun.begin(home);
        var _ = Scope.open()) {
      Rng.seed(3);
      var x = Tensor.randn(ROWS, 5);
      var y = x.square().sum(1).reshape(ROWS, 1);
      var net = new Linear(5, 1);
      Batches<int[]> shorter =
          new Batches<>() {
            @Override
            public int size() {
              return 3;
            }

            @Override
            public Iterable<int[]> epoch(int epoch, int first) {
              return List.of(new int[] {0, 8}, new int[] {8, 8});
            }
          };
      new Fit<>(test.run, shorter, 1)
          .train(
              net,
              new Sgd(net.parameters(), 0.02, o -> o.momentum(0.9)),
              b ->
                  net.forward(x.narrow(0, b[0], b[1])).sub(y.narrow(0, b[0], b[1])).square().mean())
          .accumulate(3)
          .run();
      assertThat(net.weight.toFloatArray())
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(whole.weight);
    }
  }

  @Test
  void aLengthInStepsNeedsNoEpochs() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open()) {
      var steps = new AtomicInteger();
      new Fit<>(test.run, new Cut(4, 4, 4))
          .step(_ -> Tensor.of(new float[] {steps.incrementAndGet()}, 1).sum())
          .steps(7)
          .run();
      assertThat(steps).hasValue(7);
      assertThat(test.run.epochs()).isEqualTo(2);
    }
  }

  @Test
  void nothingToTrainOnIsSaid() {
    assertThatThrownBy(() -> descend(new Cut(), fit -> fit))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("no batch");
  }

  @Test
  void settingsThatHaveNoMeaningAreRefused() {
    try (var test = TestRun.begin(home);
        var _ = Scope.open()) {
      var fit = new Fit<>(test.run, new Cut(4));
      var byHand = fit.step(_ -> Tensor.ones(1).sum());
      assertThatThrownBy(byHand::run).hasMessageContaining("say when it ends");
      assertThatThrownBy(() -> byHand.steps(0)).isInstanceOf(IllegalArgumentException.class);
      var net = new Linear(1, 1);
      var trained = fit.train(net, new Adam(net.parameters(), 1), _ -> net.weight.sum());
      assertThatThrownBy(() -> trained.clip(0)).isInstanceOf(IllegalArgumentException.class);
      trained.stopEarly("validation.los", EarlyStopping.ofMin(1, 0));
      assertThatThrownBy(trained::run).hasMessageContaining("validation.los");
    }
  }
}
