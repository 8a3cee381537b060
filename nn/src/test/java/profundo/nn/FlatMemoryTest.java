package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Native memory is measured in a process of its own, whose Java heap is small and touched from the
/// start: what grows there is neither the heap nor another test's.
class FlatMemoryTest {
  private static final long SLACK = 16L << 20;

  @BeforeEach
  void theSystemTellsAProcessItsResidentMemory() {
    assumeThat(Growth.STATUS).exists();
  }

  @Test
  void aHundredThousandTrainingStepsKeepTheResidentMemoryFlat() throws Exception {
    assertThat(growth(SteadyTraining.class, "100000")).isLessThan(SLACK);
  }

  @Test
  void keepingTheLossOfEachStepShowsInTheResidentMemory() throws Exception {
    assertThat(growth(SteadyTraining.class, "100000", "keep")).isGreaterThan(2 * SLACK);
  }

  @Test
  void fortyThousandPredictionsKeepTheResidentMemoryFlat() throws Exception {
    assertThat(growth(SteadyPredictions.class, "40000")).isLessThan(SLACK);
  }

  @Test
  void keepingEachAnswerShowsInTheResidentMemory() throws Exception {
    assertThat(growth(SteadyPredictions.class, "40000", "keep")).isGreaterThan(2 * SLACK);
  }

  private static long growth(Class<?> program, String... words)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                java,
                "-Xms128m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said;
    try (var output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    assertThat(process.waitFor()).isZero();
    return Long.parseLong(said);
  }
}
