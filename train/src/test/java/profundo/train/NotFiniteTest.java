package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.TensorDataset;
import profundo.nn.BatchNorm1d;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.optim.Sgd;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// What is advised when the loss is no number: the remedy of the true cause.
class NotFiniteTest {
  @TempDir Path home;

  private static final class Two extends Net implements Layer {
    final Linear fc1 = new Linear(4, 4);
    final BatchNorm1d norm = new BatchNorm1d(4);
    final Linear fc2 = new Linear(4, 2);
    UnaryOperator<Tensor> between = x -> x;

    @Override
    public Tensor forward(Tensor x) {
      return fc2.forward(between.apply(norm.forward(fc1.forward(x))));
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> training(
      Two net, Tensor x, double lr, BiFunction<Tensor, Batch, Tensor> loss) {
    return training(net, x, lr, loss, fit -> fit);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> training(
      Two net,
      Tensor x,
      double lr,
      BiFunction<Tensor, Batch, Tensor> loss,
      UnaryOperator<GradientTraining<Batch>> how) {
    try (var test = TestRun.begin(home);
        var loader = new Loader(new TensorDataset(x, Tensor.of(new long[8])), o -> o.batch(4))) {
      var fit =
          new Fit<Batch>(test.run, loader, 3)
              .train(
                  net,
                  new Sgd(net.parameters(), lr),
                  batch -> loss.apply(net.forward(batch.x()), batch));
      return assertThatThrownBy(how.apply(fit)::run).isInstanceOf(TrainException.class);
    }
  }

  private static Tensor entropy(Tensor scores, Batch batch) {
    return scores.crossEntropy(batch.y());
  }

  @Test
  void dataThatIsNotFiniteIsNoMatterOfTheLearningRate() {
    try (var _ = Scope.open()) {
      var x = Tensor.randn(8, 4);
      x.get(2).fill_(Double.NaN);
      training(new Two(), x, 0.1, NotFiniteTest::entropy)
          .hasMessageContaining("NaN at step 1")
          .hasMessageContaining("first layer, fc1 (Linear)")
          .hasMessageContaining("look at the data")
          .hasMessageNotContaining("learning rate");
    }
  }

  @Test
  void whatIsComputedBetweenLayersIsNamedByTheLayerThatItReaches() {
    try (var _ = Scope.open()) {
      var net = new Two();
      net.between = Tensor::log;
      training(net, Tensor.randn(8, 4), 0.1, NotFiniteTest::entropy)
          .hasMessageContaining("What goes into fc2 (Linear)")
          .hasMessageContaining("in between")
          .hasMessageNotContaining("learning rate");
    }
  }

  @Test
  void aLossThatIsOutOfItsDomainIsSaidToBeTheLoss() {
    try (var _ = Scope.open()) {
      training(new Two(), Tensor.randn(8, 4), 0.1, (scores, _) -> scores.abs().neg().sqrt().sum())
          .hasMessageContaining("so it is the loss")
          .hasMessageNotContaining("learning rate");
      training(new Two(), Tensor.randn(8, 4), 0.1, (scores, _) -> scores.mul(0).sum().log())
          .hasMessageContaining("−∞")
          .hasMessageContaining("logarithm");
    }
  }

  @Test
  void weightsThatAStepMadeNotFiniteAreAMatterOfTheLearningRate() {
    try (var _ = Scope.open()) {
      training(
              new Two(),
              Tensor.randn(8, 4),
              Double.MAX_VALUE,
              (scores, batch) -> entropy(scores, batch).mul(1e9))
          .hasMessageContaining("step 2")
          .hasMessageContaining("lower the learning rate");
    }
  }

  @Test
  void weightsThatWereNeverFiniteAreNot() {
    try (var _ = Scope.open()) {
      var net = new Two();
      Objects.requireNonNull(net.fc2.bias).detach().fill_(Double.NaN);
      training(net, Tensor.randn(8, 4), 0.1, NotFiniteTest::entropy)
          .hasMessageContaining("fc2.bias was not finite from the start")
          .hasMessageNotContaining("learning rate");
    }
  }

  @Test
  void brokenStatisticsAreNamed() {
    try (var _ = Scope.open()) {
      var net = new Two();
      net.norm.runningVar.fill_(Double.NaN);
      net.norm.eval();
      training(net, Tensor.randn(8, 4), 0.1, NotFiniteTest::entropy)
          .hasMessageContaining("norm.running_var are NaN")
          .hasMessageNotContaining("learning rate");
    }
  }

  @Test
  void aGradientThatIsNotFiniteIsCaughtBeforeItIsClippedIntoTheWeights() {
    try (var _ = Scope.open()) {
      var net = new Two();
      training(
              net,
              Tensor.randn(8, 4),
              0.1,
              (scores, batch) ->
                  entropy(scores, batch).add(scores.sub(scores).square().sum().sqrt()),
              fit -> fit.clip(1))
          .hasMessageContaining("gradient of fc1.weight is not finite")
          .hasMessageContaining("norm at 0");
      assertThat(net.fc1.weight.isFinite().all().itemLong()).isOne();
    }
  }
}
