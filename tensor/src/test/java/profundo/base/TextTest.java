package profundo.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.Tensor;

/// The sentences that people read, whatever the machine's locale.
class TextTest {
  private final Locale machine = Locale.getDefault();

  @AfterEach
  void restoreTheMachinesLocale() {
    Locale.setDefault(machine);
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "es-ES", "ar-EG-u-nu-arab", "en-US"})
  void theLanguageDecidesWordsAndNumbersAndTheMachineNeither(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));
    assertThat(Text.of(Tensor.class, Locale.ENGLISH).get("device.few", "cuda:1", 1234))
        .isEqualTo("There is no cuda:1: this machine has 1,234 GPU(s), from cuda:0.");
    assertThat(Text.of(Tensor.class, Locale.of("es")).get("device.few", "cuda:1", 1234))
        .isEqualTo("No existe cuda:1: esta máquina tiene 1,234 GPU, desde cuda:0.");
    assertThat(Text.of(Text.class, Locale.FRENCH).get("file.full")).isEqualTo("the disk is full");
  }

  @Test
  void whatComesFromOutsideStaysInItsLine() {
    var text = Text.of(Text.class, Locale.ENGLISH);
    assertThat(text.get("file.noFolder", "a\nb\t\u001b[31m\u0085\u2028ñ🦤"))
        .isEqualTo("the folder a\\nb\\t\\u001b[31m\\u0085\\u2028ñ🦤 is not there");
    assertThat(text.get("file.noFolder", "a".repeat(5000) + "z"))
        .hasSizeLessThan(300)
        .contains("a … a")
        .endsWith("az is not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../a", "a/../../b", "/a", "\ud800", "a\0b"})
  void whatLeadsOutOfAFolderIsNoFileInIt(String name) {
    assertThatThrownBy(() -> UserPath.inside(Path.of("runs"), name))
        .isInstanceOf(ProfundoException.class);
    assertThat(UserPath.inside(Path.of("runs"), "a/../b" + name.length()))
        .isEqualTo(Path.of("runs/a/../b" + name.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?"})
  void aUserWithoutAHomeFolderIsToldWhichVariableToSet(String home) {
    assertThatThrownBy(() -> UserPath.home(home, "PROFUNDO_HOME"))
        .isInstanceOf(ProfundoException.class)
        .hasMessageContaining("set PROFUNDO_HOME");
  }
}
