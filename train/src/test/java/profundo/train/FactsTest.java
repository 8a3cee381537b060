package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
  @TempDir Path folder;

  @Test
  void factsComeBackFromTheirFile() throws Exception {
    var facts =
        Facts.of("tokens", 5000).and("classes", List.of("a", "b")).and("characters", List.of(7, 9));
    var read = Facts.read(Files.writeString(folder.resolve(Facts.FILE), facts.json()));
    assertThat(read.number("tokens")).isEqualTo(5000);
    assertThat(read.texts("classes")).containsExactly("a", "b");
    assertThat(read.numbers("characters")).containsExactly(7, 9);
    assertThatThrownBy(() -> read.number("layers"))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("layers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "weight", "[1]", "{\"a\":null}", "{\"a\":{}}", "{\"a\":[null]}", "{"})
  void whatIsNoFileOfFactsIsNamed(String content) throws Exception {
    var file = Files.writeString(folder.resolve(Facts.FILE), content);
    assertThatThrownBy(() -> Facts.read(file))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void equalFactsAreEqualTexts() {
    var json = Facts.of("tokens", 5000).and("classes", List.of("a", "b")).and("layers", 2).json();
    assertThat(json).isEqualTo("{\"classes\":[\"a\",\"b\"],\"layers\":2,\"tokens\":5000}");
  }

  @Test
  void whatCannotBeWrittenIsNoFact() {
    assertThatThrownBy(() -> Facts.of("net", Map.of()))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("net");
  }
}
