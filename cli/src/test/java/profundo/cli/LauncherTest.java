package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script that finds a JDK.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "profundo");

  @TempDir Path jdk;

  @BeforeEach
  void makeAnOldJdk() throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    var compiler = Files.createDirectories(jdk.resolve("bin")).resolve("javac");
    assertThat(Files.createFile(compiler).toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aJdkThatIsTooOldIsRefusedByName() throws Exception {
    assertThat(said("en"))
        .isEqualTo(
            "PROFUNDO_JAVA_HOME is %s, and there is no JDK 25 or newer in it: name the folder of one, or unset it.%n"
                .formatted(jdk));
    assertThat(said("es")).startsWith("PROFUNDO_JAVA_HOME es " + jdk).hasLineCount(1);
  }

  private String said(String language) throws Exception {
    var builder = new ProcessBuilder(SCRIPT.toString(), "list");
    builder.environment().put("PROFUNDO_JAVA_HOME", jdk.toString());
    builder.environment().put("PROFUNDO_LANG", language);
    var process = builder.start();
    var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    return said;
  }
}
