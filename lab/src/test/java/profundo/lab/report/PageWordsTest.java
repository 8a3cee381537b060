package profundo.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import profundo.lab.RecipeWords;
import profundo.train.metric.Interval;

class PageWordsTest {
  private static final PageWords ENGLISH = words(Locale.ENGLISH);
  private static final PageWords SPANISH = words(Locale.of("es"));

  private static PageWords words(Locale language) {
    return PageWords.of(new RecipeWords(Map.of("part.plain", "red sin atajos")), language);
  }

  @Test
  void sharesAreSaidInPercentAndThousandsHaveCommas() {
    for (var words : new PageWords[] {ENGLISH, SPANISH}) {
      assertThat(words.value("error", 0.0305)).isEqualTo("3.05\u00a0%");
      assertThat(words.value("error", Interval.of(0.0364, 0.0366))).matches("3\\.65\u00a0% \\[.*]");
      assertThat(words.value("modes", 10)).isEqualTo("10");
      assertThat(words.value("parzen", -1234.56)).isEqualTo("−1,235");
      assertThat(words.value("loss", 1.51234)).isEqualTo("1.512");
      assertThat(words.value("loss", Double.NaN)).isEqualTo("–");
      assertThat(words.difference("error", -0.0012)).isEqualTo("−0.12");
    }
    assertThat(PageWords.grouped("840000")).isEqualTo("840,000");
    assertThat(PageWords.grouped("all")).isEqualTo("all");
  }

  @Test
  void aFigureIsNamedByItsQuantitySplitAndPart() {
    assertThat(SPANISH.figure("test.plain.error")).isEqualTo("Error · prueba · red sin atajos");
    assertThat(ENGLISH.figure("validation.accuracy")).isEqualTo("Accuracy · validation");
  }
}
