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
    return new StudyPlan(
        1,
        "lenet5",
        "laptop",
        Map.of(),
        Arrays.stream(arms)
            .map(arm -> new Arm(arm, Map.of("pool", arm), Map.of("pool", arm, "lr", "0.005")))
            .toList(),
        java.util.stream.LongStream.rangeClosed(1, seeds).boxed().toList(),
        metric,
        Side.HIGHER,
        margin,
        0.05,
        StudyPlan.ALL_PAIRS,
        "cpu",
        1,
        "abc",
        "2026-11-27T00:00:00Z");
  }

  @Test
  void theCanonicalFormHasNamesInOrderAndComesBackAsItWas() {
    var plan = plan("test.accuracy", 2, 0.2, "average", "max");
    assertThat(plan.json())
        .startsWith(
            "{\"arms\":[{\"changes\":{\"pool\":\"average\"},\"name\":\"average\",\"settings\":{\"lr\":")
        .doesNotContain(" ");
    assertThat(StudyPlan.parse(plan.json())).isEqualTo(plan);
    assertThat(StudyPlan.parse(plan.json()).hash()).isEqualTo(plan.hash());
    assertThat(plan("test.accuracy", 3, 0.2, "average", "max").hash()).isNotEqualTo(plan.hash());
  }

  /// FIPS 180-2, appendix B.1.
  @Test
  void theHashIsSha256() {
    assertThat(StudyPlan.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
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
