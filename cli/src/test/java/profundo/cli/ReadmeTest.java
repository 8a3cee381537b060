package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the documents show compiles as it stands, one program after the other, with `import module
/// profundo`.
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.es.md"})
  void theProgramsInTheReadmeCompile(String name) throws Exception {
    assertThat(errors("import module profundo;\nvoid main() {\n" + shown(name) + "}\n")).isEmpty();
  }

  @Test
  void theReadmesShowTheSamePrograms() throws IOException {
    assertThat(skeleton("README.es.md")).isEqualTo(skeleton("README.md"));
  }

  @ParameterizedTest
  @MethodSource
  void theExampleCompiles(Path program) throws Exception {
    assertThat(errors(Files.readString(program))).isEmpty();
  }

  static List<Path> theExampleCompiles() throws IOException {
    try (var files = Files.list(Example.FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String shown(String name) throws IOException {
    var programs =
        SNIPPET
            .matcher(Files.readString(ROOT.resolve(name)))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(programs).isNotEmpty();
    return String.join("", programs);
  }

  /// The programs without what is translated: names, strings, comments, the places of line breaks.
  private static String skeleton(String name) throws IOException {
    return shown(name).replaceAll("//.*|\"[^\"]*\"|\\s", "").replaceAll("[\\wáéíóúñ]+", "x");
  }

  private String errors(String program) throws IOException, InterruptedException {
    return Javac.errors(folder, Map.of("Shown.java", program));
  }
}
