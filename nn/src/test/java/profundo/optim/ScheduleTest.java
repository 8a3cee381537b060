package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.nn.Linear;
import profundo.nn.NetException;

class ScheduleTest {
  private static double[] factors(Schedule schedule, long... steps) {
    return LongStream.of(steps).mapToDouble(schedule::factor).toArray();
  }

  @Test
  void factorsAreThoseOfTheFormulas() {
    assertThat(factors(Schedule.constant(), 0, 100)).containsExactly(1, 1);
    assertThat(factors(Schedule.step(3, 0.5), 0, 2, 3, 6)).containsExactly(1, 1, 0.5, 0.25);
    assertThat(factors(Schedule.multiStep(0.1, 5, 8), 4, 5, 8))
        .containsExactly(new double[] {1, 0.1, 0.01}, offset(1e-15));
    assertThat(Schedule.exponential(0.9).factor(3)).isCloseTo(0.729, offset(1e-12));
    assertThat(factors(Schedule.cosine(10, 0.2), 0, 5, 10, 99))
        .containsExactly(new double[] {1, 0.6, 0.2, 0.2}, offset(1e-12));
    assertThat(factors(Schedule.linear(10, 0), 0, 5, 10, 11)).containsExactly(1, 0.5, 0, 0);
    assertThat(factors(Schedule.step(3, 0.5).afterWarmUp(4), 0, 3, 4, 7))
        .containsExactly(0.25, 1, 1, 0.5);
    assertThat(factors(Schedule.inverseSquareRoot(4), 0, 3, 15)).containsExactly(0.25, 1, 0.5);
  }

  @Test
  void noamPeaksAtTheEndOfItsWarmUp() {
    var schedule = Schedule.noam(512, 4000);
    double peak = Math.pow(512, -0.5) * Math.pow(4000, -0.5);
    assertThat(schedule.factor(3999)).isCloseTo(peak, offset(1e-12));
    assertThat(schedule.factor(3998)).isLessThan(peak);
    assertThat(schedule.factor(4000)).isLessThan(peak);
    assertThat(schedule.factor(15999)).isCloseTo(peak / 2, offset(1e-12));
  }

  /// torch.optim.lr_scheduler.OneCycleLR(optimizer, 1, total_steps=10), PyTorch 1.13.
  @Test
  void oneCycleOfAFewStepsIsANumberAtEach() {
    for (var factor : factors(Schedule.oneCycle(4, 0.25), LongStream.range(0, 4).toArray())) {
      assertThat(factor).isPositive().isLessThanOrEqualTo(1);
    }
  }

  @Test
  void oneCycleIsPyTorchs() {
    assertThat(factors(Schedule.oneCycle(10, 0.3), LongStream.range(0, 10).toArray()))
        .containsExactly(
            new double[] {
              0.040000000000000036,
              0.52,
              1.0,
              0.9504846320134737,
              0.8117456539497631,
              0.6112620219362893,
              0.38874197806371075,
              0.18825834605023697,
              0.049519367986526286,
              4e-06
            },
            offset(1e-9));
  }

  /// By PyTorch's formula η_min + (η − η_min) · (1 + cos(π · T_cur / T_i)) / 2 with T_0 of 4,
  /// T_mult of 2 and η_min of 0.1: restarts at 4, 12 and 28.
  @Test
  void warmRestartsBeginAnewInIntervalsThatGrow() {
    var schedule = Schedule.cosineWarmRestarts(4, 2, 0.1);
    assertThat(factors(schedule, 0, 4, 12, 28, 60)).containsOnly(1);
    assertThat(factors(schedule, 2, 8, 20, 44))
        .containsExactly(new double[] {0.55, 0.55, 0.55, 0.55}, offset(1e-12));
    assertThat(factors(schedule, 1, 3, 11, 27))
        .containsExactly(
            new double[] {
              0.1 + 0.45 * (1 + Math.cos(Math.PI / 4)),
              0.1 + 0.45 * (1 + Math.cos(3 * Math.PI / 4)),
              0.1 + 0.45 * (1 + Math.cos(7 * Math.PI / 8)),
              0.1 + 0.45 * (1 + Math.cos(15 * Math.PI / 16))
            },
            offset(1e-12));
    var even = Schedule.cosineWarmRestarts(5, 1, 0);
    assertThat(factors(even, 0, 5, 500)).containsOnly(1);
    assertThat(even.factor(503)).isEqualTo(even.factor(3));
  }

  static Stream<Arguments> schedules() {
    return LongStream.of(1, 2, 3, 10)
        .boxed()
        .flatMap(n ->
            Stream.of(
                Arguments.of("step " + n, Schedule.step(n, 0)),
                Arguments.of("exponential", Schedule.exponential(0)),
                Arguments.of("multiStep", Schedule.multiStep(0.1, 0, n, n)),
                Arguments.of("cosine " + n, Schedule.cosine(n, 0)),
                Arguments.of("restarts " + n, Schedule.cosineWarmRestarts(n, n, 0)),
                Arguments.of("linear " + n, Schedule.linear(n, 0)),
                Arguments.of("after warm-up " + n, Schedule.cosine(n, 0).afterWarmUp(n)),
                Arguments.of("noam " + n, Schedule.noam(n, n)),
                Arguments.of("inverse root " + n, Schedule.inverseSquareRoot(n)),
                Arguments.of("cycle up 0, " + n, Schedule.oneCycle(n, 0)),
                Arguments.of("cycle up 1/n, " + n, Schedule.oneCycle(n, 1.0 / n)),
                Arguments.of("cycle up 0.3, " + n, Schedule.oneCycle(n, 0.3)),
                Arguments.of("cycle up 1, " + n, Schedule.oneCycle(n, 1))));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void everyFactorIsARate(String name, Schedule schedule) {
    for (long step : new long[] {0, 1, 2, 3, 8, 9, 10, 11, 100, 1_000_000_000_000L}) {
      assertThat(schedule.factor(step)).as("%s at %d", name, step).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aCycleThatOnlyRisesEndsAtItsPeak() {
    assertThat(factors(Schedule.oneCycle(10, 1), 0, 9))
        .containsExactly(new double[] {0.04, 1}, offset(1e-12));
    assertThat(Schedule.oneCycle(1, 1).factor(0)).isEqualTo(1);
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    for (var bad : new double[] {Double.NaN, -0.1, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Schedule.step(1, bad)).isInstanceOf(NetException.class);
      assertThatThrownBy(() -> Schedule.multiStep(bad, 1)).isInstanceOf(NetException.class);
      assertThatThrownBy(() -> Schedule.exponential(bad)).isInstanceOf(NetException.class);
      assertThatThrownBy(() -> Schedule.cosine(1, bad)).isInstanceOf(NetException.class);
      assertThatThrownBy(() -> Schedule.linear(1, bad)).isInstanceOf(NetException.class);
      assertThatThrownBy(() -> Schedule.cosineWarmRestarts(1, 1, bad))
          .isInstanceOf(NetException.class);
      assertThatThrownBy(() -> Schedule.oneCycle(1, bad)).isInstanceOf(NetException.class);
    }
    assertThatThrownBy(() -> Schedule.step(0, 1)).isInstanceOf(NetException.class);
    assertThatThrownBy(() -> Schedule.cosineWarmRestarts(0, 1, 0)).isInstanceOf(NetException.class);
    assertThatThrownBy(() -> Schedule.cosineWarmRestarts(1, 0, 0))
        .hasMessageContaining("number of times is 1 or more");
    assertThatThrownBy(() -> Schedule.noam(0, 1)).hasMessageContaining("dimension is 1 or more");
    assertThatThrownBy(() -> Schedule.oneCycle(0, 0.3)).hasMessageContaining("1 or more, not 0");
  }

  @Test
  void aScheduleKeepsWhatOthersDoToTheRate() {
    try (var net = new Linear(2, 2);
        var optimizer = new Sgd(net.parameters(), 1)) {
      var scheduler = new Scheduler(optimizer, Schedule.exponential(0.5));
      var plateau = new Plateau(optimizer, 0.1, 0);
      plateau.step(1);
      plateau.step(1);
      assertThat(optimizer.lr()).isCloseTo(0.1, offset(1e-12));
      scheduler.step();
      assertThat(optimizer.lr()).isCloseTo(0.05, offset(1e-12));
      var second = new Scheduler(optimizer, Schedule.step(1, 0.5));
      second.step();
      scheduler.step();
      assertThat(optimizer.lr()).isCloseTo(0.05 / 4, offset(1e-12));
    }
  }

  @Test
  void aScheduleOfOtherGroupsIsRefused() {
    try (var net = new Linear(2, 2);
        var one = new Sgd(net.parameters(), 1);
        var two =
            new Sgd(
                List.of(
                    new Group(net.parameters().subList(0, 1), 1),
                    new Group(net.parameters().subList(1, 2), 1)),
                _ -> {})) {
      var scheduler = new Scheduler(one, Schedule.exponential(0.5));
      scheduler.step();
      var other = new Scheduler(two, Schedule.exponential(0.5));
      assertThatThrownBy(() -> other.load(scheduler.stateDict()))
          .hasMessageContaining("1 groups at step 1; this one has 2");
      other.step();
      assertThat(two.lr()).isEqualTo(0.5);
      var odd = new Scheduler(one, step -> step == 0 ? 1 : Double.NaN);
      assertThatThrownBy(odd::step).hasMessageContaining("at step 1 of the schedule");
    }
  }

  @Test
  void aPlateauCountsNaNAsNoProgressAndKnowsNegativeFigures() {
    try (var net = new Linear(2, 2);
        var optimizer = new Sgd(net.parameters(), 1)) {
      var plateau = new Plateau(optimizer, 0.1, 1);
      assertThat(plateau.step(Double.NaN)).isFalse();
      assertThat(plateau.step(5)).isFalse();
      assertThat(plateau.step(Double.NaN)).isFalse();
      assertThat(plateau.step(4)).isFalse();
      assertThat(plateau.stateDict().get("best").item()).isEqualTo(4);
      plateau.step(-10);
      assertThat(plateau.step(-9.9999)).isFalse();
      assertThat(plateau.stateDict().get("best").item()).isEqualTo(-10);
      assertThat(plateau.step(-10.0005)).isTrue();
      plateau.step(-11);
      assertThat(plateau.stateDict().get("best").item()).isEqualTo(-11);
    }
  }

  @Test
  void aPlateauOfWhatShouldRiseIsItsMirror() {
    try (var net = new Linear(2, 2);
        var optimizer = new Sgd(net.parameters(), 1)) {
      var plateau = Plateau.ofMax(optimizer, 0.5, 1);
      assertThat(plateau.step(Double.NaN)).isFalse();
      assertThat(plateau.step(0.5)).isFalse();
      assertThat(plateau.step(0.50004)).isFalse();
      assertThat(plateau.step(0.4)).isTrue();
      assertThat(plateau.step(0.6)).isFalse();
      assertThat(plateau.stateDict().get("best").item()).isEqualTo(0.6);
      assertThat(optimizer.lr()).isEqualTo(0.5);
    }
  }

  /// Another's change between the schedule's last step and its saving is not lost, to the last bit.
  @Test
  void aScheduleGoesOnFromRatesThatAnotherHasChanged() {
    try (var net = new Linear(2, 2);
        var whole = new Sgd(net.parameters(), 0.3);
        var resumed = new Sgd(net.parameters(), 0.3)) {
      var one = new Scheduler(whole, Schedule.exponential(0.7));
      one.step();
      whole.lr(whole.lr() * 0.1);
      var two = new Scheduler(resumed, Schedule.exponential(0.7));
      two.load(one.stateDict());
      assertThat(resumed.lr()).isEqualTo(whole.lr());
      for (int i = 0; i < 3; i++) {
        one.step();
        two.step();
        assertThat(resumed.lr()).isEqualTo(whole.lr());
      }
    }
  }

  @Test
  void aSchedulerMovesEveryGroupAndGoesOnFromItsState() {
    try (var net = new Linear(2, 2);
        var optimizer = new Sgd(net.parameters(), 0.5)) {
      var scheduler = new Scheduler(optimizer, Schedule.linear(4, 0));
      scheduler.step();
      assertThat(optimizer.lr()).isEqualTo(0.375);
      var other = new Scheduler(optimizer, Schedule.linear(4, 0));
      other.load(scheduler.stateDict());
      other.step();
      assertThat(optimizer.lr()).isEqualTo(0.25);
    }
  }

  @Test
  void aPlateauLowersTheRateAfterItsPatience() {
    try (var net = new Linear(2, 2);
        var optimizer = new Sgd(net.parameters(), 1)) {
      var plateau = new Plateau(optimizer, 0.1, 2);
      assertThat(plateau.step(5)).isFalse();
      assertThat(plateau.step(4)).isFalse();
      assertThat(plateau.step(4)).isFalse();
      assertThat(plateau.step(3.99999)).isFalse();
      var resumed = new Plateau(optimizer, 0.1, 2);
      resumed.load(plateau.stateDict());
      assertThat(resumed.step(4.5)).isTrue();
      assertThat(optimizer.lr()).isCloseTo(0.1, offset(1e-12));
      assertThat(resumed.step(4.5)).isFalse();
    }
  }
}
