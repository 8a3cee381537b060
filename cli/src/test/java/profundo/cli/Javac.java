package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The compiler, with everything that this module has on its path.
final class Javac {
  private Javac() {}

  /// What it says of sources, which are given by the names of their files; nothing if they compile.
  static String errors(Path folder, Map<String, String> sources)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "--module-path",
                System.getProperty("java.class.path"),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-proc:none",
                "-d",
                folder.toString()));
    for (var source : sources.entrySet()) {
      command.add(Files.writeString(folder.resolve(source.getKey()), source.getValue()).toString());
    }
    var javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.isEmpty()).as(said).isEqualTo(javac.waitFor() == 0);
    return said;
  }
}
