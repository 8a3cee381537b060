package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can only be seen in a process of its own.
class ProcessesTest {
  private static String run(Class<?> program, String... options) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName()));
    var process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try (var output = process.getInputStream()) {
      var said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return said.strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void inDebugModeAClosedTensorShowsWhereItWasMadeAndClosed() throws Exception {
    assertThat(run(ClosedTensor.class, "-Dprofundo.debug=true").lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches("made by exp here: [1-9].* frames"))
        .anySatisfy(line -> assertThat(line).matches("closed here: [1-9].* frames"));
    assertThat(run(ClosedTensor.class))
        .isEqualTo(
            "This tensor, made by exp, was used after its scope closed. Keep it with"
                + " scope.keep(tensor), or use it inside the scope. -Dprofundo.debug=true shows"
                + " where both happened.");
  }

  /// The smallest helper takes 24 bytes of the C library's heap, and a tenth of the calls has one.
  @Test
  void aHundredThousandCallsLeaveNoHelperObjectBehind() throws Exception {
    assertThat(Double.parseDouble(run(SteadyCalls.class))).isLessThan(1.5);
  }

  @Test
  void graphsWithHooksAndFunctionsLeaveNothingBehind() throws Exception {
    assertThat(Double.parseDouble(run(SteadyGraphs.class, "-Xint"))).isLessThan(1.5);
  }

  /// 24 GB in all, of which an eighth of the machine's memory at most is held.
  @Test
  void theCollectorKeepsUpWithTensorsOutsideScopes() throws Exception {
    long held = Long.parseLong(run(UnscopedPasses.class, "-Xmx128m"));
    assertThat(held).isLessThan(Math.max(256L << 20, memory() / 7));
  }

  private static long memory() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }
}
