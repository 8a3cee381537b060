package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SentencesTest {
  @Test
  void everySentenceStandsInBothLanguagesWithTheSamePlaces() {
    var english = bundle(Locale.ROOT);
    var spanish = bundle(Locale.of("es"));
    assertThat(spanish.keySet()).isEqualTo(english.keySet());
    for (var key : english.keySet()) {
      assertThat(places(spanish.getString(key))).as(key).isEqualTo(places(english.getString(key)));
      assertThat(english.getString(key)).as(key).doesNotContain("'");
    }
  }

  private static ResourceBundle bundle(Locale language) {
    return ResourceBundle.getBundle(
        "profundo.data.messages",
        language,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private static TreeSet<String> places(String sentence) {
    var places = new TreeSet<String>();
    Pattern.compile("\\{\\d}").matcher(sentence).results().forEach(m -> places.add(m.group()));
    return places;
  }
}
