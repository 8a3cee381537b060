package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command where streams, folders, locales and words are not what they usually are: it ends in
/// one sentence and never with success.
@DisabledOnOs(OS.WINDOWS)
class SurroundingsTest {
  @TempDir Path folder;

  @Test
  void anOutputThatIsFullOrClosedIsNoSuccess() throws Exception {
    for (var words : List.of(List.of("list"), List.of("--help"), List.of("data", "list"))) {
      var full = command().runBy("exec \"$@\" >/dev/full", words.toArray(String[]::new));
      assertThat(full.status()).as(full.err()).isEqualTo(1);
      assertThat(full.err())
          .isEqualTo(
              "profundo: Standard output cannot be written (the disk is full): what was to stand"
                  + " there is not complete.\n");
    }
    var closed = command().runBy("exec \"$@\" >&-", "list", "--json");
    assertThat(closed.status()).isEqualTo(1);
    assertThat(closed.err()).hasLineCount(1).contains("cannot be written");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNotToldSo() throws Exception {
    var process = command().start("list");
    process.getInputStream().close();
    assertThat(process.errorReader().lines()).isEmpty();
    assertThat(process.waitFor()).isEqualTo(141);
  }

  @Test
  void aLocaleWithoutAccentsIsNamedWithItsRemedy() throws Exception {
    var script =
        """
        PROFUNDO_HOME=$(printf '%s/a\\303\\261o' "$PROFUNDO_HOME") LC_ALL=$LOCALE exec "$@"
        """;
    var ascii = new Command(folder, Map.of("LOCALE", "C")).runBy(script, "runs");
    assertThat(ascii.status()).isEqualTo(1);
    assertThat(ascii.err()).hasLineCount(1).contains("Start it with LC_ALL=C.UTF-8");
    var unicode = new Command(folder, Map.of("LOCALE", "C.UTF-8")).runBy(script, "runs");
    assertThat(unicode.status()).as(unicode.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "es"})
  void theLanguageDecidesWordsAndNumbers(String language) throws Exception {
    var german = new Command(folder, Map.of("PROFUNDO_LANG", language, "LC_ALL", "C"));
    var options = "-Duser.language=de -Duser.country=DE -Duser.region=DE";
    var shown =
        new Command(folder, Map.of("PROFUNDO_LANG", language, "JAVA_TOOL_OPTIONS", options))
            .run("show", "lenet5");
    assertThat(shown.status()).isZero();
    assertThat(shown.out()).contains(language.equals("es") ? "parámetros" : "parameters", "60,000");
    assertThat(german.run("show", "lenet5").out()).isEqualTo(shown.out());
    var spanishMachine =
        Map.of("PROFUNDO_LANG", language, "JAVA_TOOL_OPTIONS", "-Duser.language=es");
    assertThat(new Command(folder, spanishMachine).run("--help").out())
        .contains(language.equals("es") ? "Uso:" : "Usage:");
  }

  @Test
  void onlyFilesAreWrittenOver() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/null"));
    assertThat(command().run("run", "perceptron", "--scale", "smoke").status()).isZero();
    for (var target : List.of(pipe, device, folder, folder.resolve("absent/file"))) {
      var saved = command().run("run", "perceptron", "--scale", "smoke", "--save", "" + target);
      assertThat(saved.status()).as(saved.err()).isEqualTo(2);
      assertThat(saved.err()).hasLineCount(1).contains(target + " cannot be written (");
      var reported = command().run("report", "perceptron", "--out", "" + target);
      assertThat(reported.status()).isEqualTo(2);
      assertThat(reported.err()).hasLineCount(1).contains("" + target, "choose another file");
    }
    assertThat(device).isSymbolicLink();
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
    for (var taken : List.of(pipe, device)) {
      var said = command().run("run", "perceptron", "--out", "" + taken);
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.err()).hasLineCount(1).contains("give --out a folder");
    }
    assertThat(command().run("runs", "--json").json()).hasSize(1);
  }

  @Test
  void wordsWithControlCharactersAndWithoutEndStayInOneLine() throws Exception {
    var several = new ArrayList<String>();
    for (var word : List.of("a\nb\u001b[31m", "x".repeat(20_000))) {
      for (var words :
          List.of(
              List.of("run", word),
              List.of(word),
              List.of("run", "mlp", "--" + word),
              List.of("run", "mlp", "--seed", word),
              List.of("run", "mlp", "--set", word),
              List.of("run", "mlp", "--set", word + "=1"),
              List.of("run", "mlp", "--set", "epochs=" + word),
              List.of("run", "mlp", "--scale", word),
              List.of("run", "mlp", "--device", word),
              List.of("run", "mlp", "--data", word),
              List.of("run", "perceptron", "--save", word + "/" + word),
              List.of("run", "--resume", word),
              List.of("show", word),
              List.of("compare", word, word),
              List.of("predict", word, word),
              List.of("data", "get", word))) {
        several.addAll(words);
        several.add(Several.END);
      }
    }
    var process =
        command().start(Several.class.getName(), List.of(), several.toArray(String[]::new));
    var said = Command.ended(process);
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.json())
        .hasSize(32)
        .allSatisfy(one -> {
          var err = one.get("err").asString();
          assertThat(one.get("status").asInt()).as(err).isBetween(1, 2);
          assertThat(err).hasLineCount(1).doesNotContain("\u001b", "Profundo itself");
          assertThat(err.length()).isLessThan(4000);
        });
  }

  @Test
  void twoRunsNeverShareAFolder() throws Exception {
    var out = folder.resolve("out").toString();
    var words =
        new String[] {"run", "mlp", "--set", "epochs=500", "--set", "samples=5000", "--out", out};
    var first = command().start(words);
    try (var err = first.errorReader()) {
      for (var line = err.readLine(); line != null; line = err.readLine()) {
        if (line.startsWith("epoch ")) {
          break;
        }
      }
      var second = command().run("run", "perceptron", "--out", out);
      assertThat(second.status()).isEqualTo(2);
      assertThat(second.err()).hasLineCount(1).contains(out);
    } finally {
      first.destroyForcibly();
    }
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private Command command() throws IOException {
    return new Command(folder.resolve("home"));
  }
}
