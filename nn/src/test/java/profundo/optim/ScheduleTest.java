package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import profundo.nn.Linear;

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
