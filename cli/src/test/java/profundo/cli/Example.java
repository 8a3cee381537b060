package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The programs under `examples`, run as `./profundo java` runs them.
final class Example {
  static final Path FOLDER = Path.of("..", "examples");

  private Example() {}

  /// What a program prints, in English.
  ///
  /// @param property what makes it small, such as `epochs=2`; empty for none
  static String run(String name, String property, Path... words)
      throws IOException, InterruptedException {
    return run(name, Map.of(), property, words);
  }

  /// As [#run(String,String,Path...)], with variables of the environment.
  static String run(String name, Map<String, String> environment, String property, Path... words)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                System.getProperty("java.class.path"),
                "--add-modules",
                "profundo,org.bytedeco.openblas",
                "--enable-native-access=ALL-UNNAMED,profundo.tensor,org.bytedeco.javacpp,org.bytedeco.pytorch",
                "-Duser.language=en"));
    if (!property.isEmpty()) {
      command.add("-D" + property);
    }
    command.add(FOLDER.resolve(name).toString());
    for (var word : words) {
      command.add(word.toString());
    }
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var java = builder.start();
    var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    return said;
  }
}
