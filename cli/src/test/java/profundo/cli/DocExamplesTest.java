package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every example in a doc comment compiles, with `import module profundo` and what it takes as
/// there, which stands in `DocExamples.txt`.
class DocExamplesTest {
  private static final List<String> MODULES =
      List.of("tensor", "nn", "data", "models", "train", "lab");

  /// As in a program of one file, which imports java.base unasked; its reflection has a `Parameter`
  /// too.
  private static final String IMPORTS =
      "import module java.base;\nimport module profundo;\nimport profundo.nn.Parameter;\n";

  private static final Pattern EXAMPLE =
      Pattern.compile("^ */// ```java\n(.*?)^ */// ```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theExamplesInDocCommentsCompile() throws Exception {
    var sources = new LinkedHashMap<String, String>();
    sources.put("Surroundings.java", surroundings());
    for (var module : MODULES) {
      for (var file : files(module)) {
        var examples = EXAMPLE.matcher(Files.readString(file)).results().toList();
        for (int i = 0; i < examples.size(); i++) {
          var type = file.getFileName().toString().replace(".java", "Example" + (i + 1));
          sources.put(type + ".java", program(type, code(examples.get(i).group(1))));
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(30);
    assertThat(Javac.errors(folder, sources)).isEmpty();
  }

  /// The types that a program begins with have an example each.
  @Test
  void theTypesThatAProgramBeginsWithShowHow() throws IOException {
    var shown =
        Map.of(
            "tensor", List.of("Tensor", "Scope", "Grad", "Tensors", "Device"),
            "nn",
                List.of("Net", "Sequential", "Layer", "StateDict", "Loss", "Summary", "Predictor"),
            "data", List.of("Table", "Loader", "Images", "TensorDataset"),
            "train", List.of("Fit", "Accuracy", "Confusion"));
    for (var module : shown.entrySet()) {
      for (var type : module.getValue()) {
        var file =
            files(module.getKey()).stream()
                .filter(candidate -> candidate.endsWith(type + ".java"))
                .findFirst()
                .orElseThrow();
        assertThat(EXAMPLE.matcher(Files.readString(file)).find()).as(type).isTrue();
      }
    }
  }

  private static List<Path> files(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String surroundings() throws IOException {
    try (var text = DocExamplesTest.class.getResourceAsStream("DocExamples.txt")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// An example without the signs of the comment and without what it leaves out.
  private static String code(String comment) {
    return comment.replaceAll("(?m)^ */// ?", "").replace("…", "").strip();
  }

  /// An example in the place in which it would stand: a class, a method of a net, an expression or
  /// statements.
  private static String program(String type, String code) {
    var inside =
        code.matches("(?s)((static|final) )*(class|record) .*")
            ? code
            : code.startsWith("@Override")
                ? "static class Mine extends Model {\n" + code + "\n}"
                : "void example() throws Exception {\n"
                    + (code.matches("(?s).*[;}]( *//[^\n]*)?") ? code : "Object it = " + code + ";")
                    + "\n}";
    return IMPORTS + "abstract class " + type + " extends Surroundings {\n" + inside + "\n}\n";
  }
}
