package profundo.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.lab.UsageException;
import profundo.lab.study.StudyPlan.Side;

class StudyPlanTest {
  static StudyPlan plan(String metric, int seeds, @Nullable Double margin, String... arms) {
    return planBy(StudyPlan.ALL_PAIRS, metric, seeds, margin, arms);
  }

  static StudyPlan planBy(
      String rule, String metric, int seeds, @Nullable Double margin, String... arms) {
    return new StudyPlan(
        2,
        "lenet5",
        "laptop",
        StudyPlan.Asked.GRID,
        Map.of(),
        Equality.NONE,
        Arrays.stream(arms).map(arm -> arm(arm, arms[0])).toList(),
        java.util.stream.LongStream.rangeClosed(1, seeds).boxed().toList(),
        metric,
        Side.HIGHER,
        margin,
        0.05,
        rule,
        "cpu",
        1,
        "abc",
        "2026-11-27T00:00:00Z");
  }

  private static Arm arm(String name, String first) {
    return new Arm(
        name,
        name.equals(first) ? "" : first,
        new StudiedRecipe("lenet5", "", ""),
        Map.of("pool", name),
        Map.of(),
        Map.of("pool", name, "lr", "0.005"));
  }

  @Test
  void theCanonicalFormHasNamesInOrderAndComesBackAsItWas() {
    var plan = plan("test.accuracy", 2, 0.2, "average", "max");
    assertThat(plan.json())
        .startsWith(
            "{\"arms\":[{\"beside\":\"\",\"changes\":{\"pool\":\"average\"},\"fitted\":{},\"name\":\"average\",\"settings\":{\"lr\":")
        .doesNotContain(" ");
    assertThat(StudyPlan.parse(plan.json())).isEqualTo(plan);
    assertThat(StudyPlan.parse(plan.json()).hash()).isEqualTo(plan.hash());
    assertThat(plan("test.accuracy", 3, 0.2, "average", "max").hash()).isNotEqualTo(plan.hash());
  }

  /// As an older Profundo wrote it.
  @Test
  void anOldPlanHoldsEveryArmAgainstTheFirst() {
    var old =
        StudyPlan.parse(
            """
            {"arms":[{"changes":{},"name":"pool=average","settings":{"pool":"average"}},
            {"changes":{"pool":"max"},"name":"pool=max","settings":{"pool":"max"}}],
            "commit":"","common":{},"device":"cpu","format":1,"level":0.05,"margin":null,
            "metric":"test.accuracy","planned":"2026-11-27T00:00:00Z","recipe":"lenet5",
            "rule":"all-pairs-then-sign-flip","scale":"laptop","seeds":[1,2],"side":"HIGHER",
            "threads":1}
            """);
    assertThat(old.compared()).extracting(Arm::name).containsExactly("pool=max");
    assertThat(old.beside(old.arms().get(1))).isEqualTo(old.base());
    assertThat(old.equal()).isEqualTo(Equality.NONE);
    assertThat(old.asked()).isEqualTo(StudyPlan.Asked.CHANGE);
  }

  @Test
  void whatIsNoPlanIsRefused() {
    assertThatThrownBy(() -> StudyPlan.parse("{")).isInstanceOf(UsageException.class);
  }

  @Test
  void aGridIsEveryCombination() {
    assertThat(Grid.parse(List.of("lr=1,2", "optimizer=sgd,adam")).cells())
        .containsExactly(
            Map.of("lr", "1", "optimizer", "sgd"),
            Map.of("lr", "1", "optimizer", "adam"),
            Map.of("lr", "2", "optimizer", "sgd"),
            Map.of("lr", "2", "optimizer", "adam"));
    for (var wrong : List.of("lr", "=1", "lr=", "lr=1,,2")) {
      assertThatThrownBy(() -> Grid.parse(List.of(wrong))).isInstanceOf(UsageException.class);
    }
    assertThatThrownBy(() -> Grid.parse(List.of("a=1,2,3,4,5,6,7,8,9", "b=1,2,3,4,5,6,7,8,9")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("64");
  }
}
