package profundo.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.lab.UsageException;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Sequential;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class AttackTest {
  private static final long PIXELS = 16;

  private Scope scope;

  @BeforeEach
  void begin() {
    scope = Scope.open();
    Rng.seed(11);
  }

  @AfterEach
  void end() {
    scope.close();
  }

  static List<Attack> attacks() {
    return List.of(
        new Fgsm(0.2),
        Pgd.linf(0.2, 5, 0.1),
        Pgd.l2(0.5, 5, 0.2),
        new DeepFool(),
        new CarliniWagner(0, 4, 40, 0.05, 1),
        Strongest.of(new Fgsm(0.1), Pgd.linf(0.2, 3, 0.1)));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void pixelsStayBetweenBlackAndWhiteAndNothingElseIsTouched(Attack attack) {
    var net = net(4);
    var pictures = Tensor.rand(20, 1, 4, 4);
    var before = pictures.copy();
    var labels = net.forward(pictures).argmax(1);
    var moved = attack.perturb(net, pictures, labels);
    assertThat(moved.shape()).isEqualTo(pictures.shape());
    assertThat(moved.min().item()).isNotNegative();
    assertThat(moved.max().item()).isLessThanOrEqualTo(1);
    assertThat(pictures.equal(before)).isTrue();
    assertThat(moved.requiresGrad()).isFalse();
    assertThat(moved.equal(pictures)).isFalse();
  }

  /// Equation of section 4: with two classes the loss falls with (w₁ − w₀)·x, whatever x is.
  @Test
  void fgsmOfALinearModelIsItsClosedForm() {
    var linear = new Linear(PIXELS, 2);
    Layer net = x -> linear.forward(x.flatten(1));
    var pictures = Tensor.rand(8, 1, 4, 4).mul(0.4).add(0.3);
    var labels = Tensor.of(new long[] {0, 1, 0, 1, 1, 1, 0, 0});
    var moved = new Fgsm(0.1).perturb(net, pictures, labels);
    var way = linear.weight.select(0, 1).sub(linear.weight.select(0, 0)).sign(); // towards 1
    var sides = labels.mul(-2).add(1).reshape(8, 1); // away from the label
    var expected = pictures.flatten(1).add(way.mul(sides).mul(0.1)).reshape(pictures.shape());
    assertThat(moved.allClose(expected, 0, 1e-6)).isTrue();
  }

  /// The sign of the cross-entropy's gradient, whether that is there or lost to rounding.
  @Test
  void fgsmGoesByTheCrossEntropyEvenWhereItHasNoGradientInSinglePrecision() {
    var linear = new Linear(PIXELS, 5);
    var pictures = Tensor.rand(8, 1, 4, 4).mul(0.4).add(0.3);
    Layer net = x -> linear.forward(x.flatten(1));
    var labels = net.forward(pictures).argmax(1);
    var x = pictures.copy().requiresGrad(true);
    net.forward(x).crossEntropy(labels).backward();
    var expected = pictures.add(x.grad().sign().mul(0.1));
    assertThat(new Fgsm(0.1).perturb(net, pictures, labels).allClose(expected, 0, 1e-6)).isTrue();

    Layer sure = y -> net.forward(y).mul(1e5);
    var saturated = pictures.copy().requiresGrad(true);
    sure.forward(saturated).crossEntropy(labels).backward();
    assertThat(saturated.grad().abs().max().item()).isZero();
    assertThat(new Fgsm(0.1).perturb(sure, pictures, labels).sub(pictures).abs().min().item())
        .isCloseTo(0.1, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void pgdStaysInItsBall(Norm norm) {
    var net = net(5);
    var pictures = Tensor.rand(50, 1, 4, 4);
    var labels = net.forward(pictures).argmax(1);
    for (double epsilon : new double[] {0, 0.05, 0.3, 2}) {
      var moved = new Pgd(norm, epsilon, 7, epsilon / 2 + 0.1, true).perturb(net, pictures, labels);
      assertThat(norm.of(moved.sub(pictures)).max().item()).isLessThan(epsilon + 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDrawnFillsTheBallEvenly(Norm norm) {
    var like = Tensor.zeros(4000, 1, 1, 2);
    var sizes = norm.of(norm.draw(like, 2));
    assertThat(sizes.max().item()).isLessThanOrEqualTo(2 + 1e-6).isGreaterThan(1.95);
    // Of a disc or a square a quarter lies within half the radius.
    assertThat(sizes.lt(1.0).to(DType.FLOAT64).mean().item()).isCloseTo(0.25, within(0.03));
  }

  @Test
  void withoutARandomStartOneLongStepOfPgdIsFgsm() {
    var net = net(6);
    var pictures = Tensor.rand(10, 1, 4, 4);
    var labels = net.forward(pictures).argmax(1);
    var pgd = new Pgd(Norm.LINF, 0.1, 1, 0.1, false).perturb(net, pictures, labels);
    assertThat(pgd.equal(new Fgsm(0.1).perturb(net, pictures, labels))).isTrue();
  }

  /// A picture or two may escape by the chance of the start; of many nets none holds better.
  @Test
  void pgdIsNoWeakerThanFgsm() {
    double lead = 0;
    for (int seed = 0; seed < 10; seed++) {
      Rng.seed(seed);
      var net = net(8);
      var pictures = Tensor.rand(200, 1, 4, 4);
      var labels = net.forward(pictures).argmax(1);
      var fgsm = AttackResult.of(new Fgsm(0.1), net, pictures, labels);
      var pgd = AttackResult.of(Pgd.linf(0.1, 20, 0.0125), net, pictures, labels);
      assertThat(fgsm.cleanAccuracy()).isEqualTo(1);
      assertThat(pgd.accuracy()).as("seed %d", seed).isLessThan(fgsm.accuracy() + 0.015);
      lead += fgsm.accuracy() - pgd.accuracy();
    }
    assertThat(lead).isPositive();
  }

  /// The distance from a hyperplane is |f| / ‖w‖.
  @Test
  void deepFoolOfALinearClassifierGoesTheDistanceToTheHyperplane() {
    var linear = new Linear(PIXELS, 2);
    Layer net = x -> linear.forward(x.flatten(1));
    var pictures = Tensor.rand(12, 1, 4, 4).mul(0.02).add(0.5);
    var scores = net.forward(pictures);
    var labels = scores.argmax(1);
    double overshoot = 0.02;
    var result = AttackResult.of(new DeepFool(50, overshoot, 10), net, pictures, labels);
    assertThat(result.accuracy()).isZero();
    var f = scores.select(1, 1).sub(scores.select(1, 0)).abs();
    var w = linear.weight.select(0, 1).sub(linear.weight.select(0, 0)).norm();
    var expected = f.div(w).mul(1 + overshoot);
    assertThat(result.sizes(Norm.L2).allClose(expected, 1e-3, 1e-5)).isTrue();
  }

  @Test
  void deepFoolCrossesTheNearestOfManyBorders() {
    var linear = new Linear(PIXELS, 6);
    Layer net = x -> linear.forward(x.flatten(1));
    var pictures = Tensor.rand(12, 1, 4, 4).mul(0.02).add(0.5);
    var scores = net.forward(pictures);
    var labels = scores.argmax(1);
    var sizes =
        AttackResult.of(new DeepFool(), net, pictures, labels).sizes(Norm.L2).toFloatArray();
    for (int i = 0; i < sizes.length; i++) {
      int right = (int) labels.toLongArray()[i];
      double nearest = Double.POSITIVE_INFINITY;
      for (int other = 0; other < 6; other++) {
        if (other != right) {
          double f =
              scores.select(0, i).select(0, right).item()
                  - scores.select(0, i).select(0, other).item();
          double w =
              linear.weight.select(0, right).sub(linear.weight.select(0, other)).norm().item();
          nearest = Math.min(nearest, f / w);
        }
      }
      assertThat((double) sizes[i]).isCloseTo(1.02 * nearest, within(1e-3));
    }
  }

  /// Of the smallest ε with which FGSM succeeds, the L2 size is what Carlini & Wagner stay below.
  @Test
  void carliniAndWagnerNeedNoLargerChangesThanFgsm() {
    var net = net(9);
    var pictures = Tensor.rand(20, 1, 4, 4).mul(0.6).add(0.2);
    var labels = net.forward(pictures).argmax(1);
    var found = AttackResult.of(new CarliniWagner(0, 9, 200, 0.02, 0.1), net, pictures, labels);
    assertThat(found.accuracy()).isZero();
    var sizes = found.sizes(Norm.L2).toFloatArray();
    int compared = 0;
    for (int i = 0; i < sizes.length; i++) {
      for (double epsilon = 0.01; epsilon < 0.5; epsilon += 0.01) {
        var one =
            AttackResult.of(
                new Fgsm(epsilon), net, pictures.narrow(0, i, 1), labels.narrow(0, i, 1));
        if (one.accuracy() == 0) {
          assertThat((double) sizes[i]).isLessThanOrEqualTo(one.meanSize(Norm.L2) + 1e-3);
          compared++;
          break;
        }
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  @Test
  void confidenceIsHowFarAnotherClassLeads() {
    var net = net(3);
    var pictures = Tensor.rand(10, 1, 4, 4);
    var labels = net.forward(pictures).argmax(1);
    var result = AttackResult.of(new CarliniWagner(0.5, 9, 100, 0.05, 0.1), net, pictures, labels);
    var succeeded = result.succeeded().nonzero().flatten(0).toLongArray();
    assertThat(succeeded).isNotEmpty();
    for (long i : succeeded) {
      var scores = result.after().select(0, i);
      double right = scores.select(0, labels.toLongArray()[(int) i]).item();
      assertThat(scores.max().item() - right).isGreaterThan(0.5);
    }
  }

  @Test
  void theStrongestOfSeveralBreaksWhatAnyOfThemBreaks() {
    var net = net(7);
    var pictures = Tensor.rand(100, 1, 4, 4);
    var labels = net.forward(pictures).argmax(1);
    var one = new Fgsm(0.1);
    var other = new Pgd(Norm.L2, 0.5, 5, 0.2, false);
    var both =
        AttackResult.of(one, net, pictures, labels)
            .succeeded()
            .logicalOr(AttackResult.of(other, net, pictures, labels).succeeded());
    var strongest = AttackResult.of(Strongest.of(one, other), net, pictures, labels);
    assertThat(strongest.succeeded().equal(both)).isTrue();
    assertThat(both.any().item()).isEqualTo(1);
  }

  @Test
  void parametersKeepTheirGradients() {
    var linear = new Linear(PIXELS, 3);
    Layer net = x -> linear.forward(x.flatten(1));
    var pictures = Tensor.rand(5, 1, 4, 4);
    var labels = Tensor.of(new long[] {0, 1, 2, 0, 1});
    net.forward(pictures).crossEntropy(labels).backward();
    var before = linear.weight.grad().copy();
    attacks().forEach(attack -> attack.perturb(net, pictures, labels));
    assertThat(linear.weight.grad().equal(before)).isTrue();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Fgsm(-0.1)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new Fgsm(Double.NaN)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> Pgd.linf(0.1, 0, 0.1)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new DeepFool(5, 0, 1)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new CarliniWagner(0)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> new Strongest(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  /// A small net that is not linear, of one channel of 4×4 pixels.
  private static Layer net(long classes) {
    var layers =
        new Sequential(
            new Linear(PIXELS, 24), Tensor::tanh, new Linear(24, classes), (Layer) x -> x.mul(4));
    return x -> layers.forward(x.flatten(1));
  }
}
