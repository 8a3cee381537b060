package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What several processes meet that use Profundo for the first time on a machine.
class UnpackingTest {
  @TempDir Path cache;

  @Test
  void processesThatUnpackTheNativesAtOnceAllCompute() throws Exception {
    var processes = Stream.generate(this::firstTensor).limit(3).toList();
    for (var process : processes) {
      assertComputes(process);
    }
  }

  @Test
  void aProcessKilledWhileItUnpacksLeavesNothingInTheWay() throws Exception {
    var killed = firstTensor();
    while (killed.isAlive() && unpacked() == 0) {
      Thread.sleep(5);
    }
    killed.destroyForcibly().waitFor();
    assertThat(folders()).singleElement().asString().endsWith(".part");
    assertComputes(firstTensor());
    assertThat(folders()).singleElement().asString().doesNotEndWith(".part");
  }

  private static void assertComputes(java.lang.Process process) throws Exception {
    try (var output = process.getInputStream()) {
      assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8).strip()).isEqualTo("45");
    }
    assertThat(process.waitFor()).isZero();
  }

  private java.lang.Process firstTensor() {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FirstTensor.class.getName());
    builder.environment().put("PROFUNDO_CACHE", cache.toString());
    try {
      return builder.redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Path> folders() throws IOException {
    try (var files = Files.list(cache.resolve("native"))) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  private long unpacked() throws IOException {
    if (!Files.isDirectory(cache.resolve("native"))) {
      return 0;
    }
    try (var files = Files.walk(cache.resolve("native"))) {
      return files.filter(file -> file.toString().endsWith(".so")).count();
    }
  }
}
