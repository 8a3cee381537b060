package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole trainings by the command, from data to the figure: minutes, not seconds.
@Tag("slow")
class EndToEndTest {
  @TempDir Path folder;

  /// Bounds that the trainings pass by a margin, and an untrained or broken net misses by far: an
  /// untrained LeNet reads 0.1 of the digits, an untrained autoencoder has an ELBO of −543 (784 ·
  /// ln 2), and a copy by chance costs 8 bits a vector, here 16 a sequence.
  @ParameterizedTest
  @CsvSource({
    "lenet5, test.accuracy, 0.97, 1, ''",
    "vae, test.elbo, -135, -60, epochs=5 importance=5",
    "ntm-copy, test.shortBitsPerSequence, 0, 4, longest=2 tested=3 rows=8 units=64 batches=4000",
  })
  void aTrainingReachesItsBound(
      String recipe, String metric, double least, double most, String settings) throws Exception {
    var words = new ArrayList<>(List.of("run", recipe, "--seed", "1", "--json"));
    for (var setting : settings.split(" ")) {
      if (!setting.isEmpty()) {
        words.addAll(List.of("--set", setting));
      }
    }
    var said = new Command(folder).run(words.toArray(String[]::new));
    assertThat(said.err()).doesNotContain("Exception");
    assertThat(said.json().at("/metrics").get(metric).asDouble()).isBetween(least, most);
  }

  @Test
  void aRunThatIsKilledIsResumedToTheSameModel() throws Exception {
    var words = new String[] {"run", "mlp", "--set", "epochs=8", "--set", "samples=5000", "--json"};
    var whole = new Command(folder.resolve("whole"));
    assertThat(whole.run(words).out()).contains("mlp-");

    var killed = new Command(folder.resolve("killed"));
    var process = killed.start(words);
    try (var err = process.errorReader()) {
      for (var line = err.readLine(); line != null; line = err.readLine()) {
        if (line.startsWith("epoch 3/")) {
          process.toHandle().destroyForcibly(); // leaves the streams open
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
    assertThat(model(folder.resolve("killed"))).isNull();
    assertThat(killed.run("run", "--resume", "mlp", "--json").json().at("/epochs").asInt())
        .isEqualTo(8);
    assertThat(model(folder.resolve("killed")))
        .hasSameBinaryContentAs(model(folder.resolve("whole")));
  }

  private static @org.jspecify.annotations.Nullable Path model(Path home) throws IOException {
    try (var files = Files.walk(home)) {
      return files.filter(file -> file.endsWith("model.safetensors")).findFirst().orElse(null);
    }
  }

  @Test
  void theReadmesCommandsWorkInAFreshClone() throws Exception {
    var repository = Path.of("..").toRealPath();
    assumeThat(repository.resolve(".git")).exists();
    var clone = folder.resolve("clone");
    assertThat(shell(folder, "git", "clone", "--quiet", "--no-hardlinks", "" + repository, "clone"))
        .isZero();
    // One seed's accuracy may lie below LeNet's bound: a finding, and no fault of the command.
    assertThat(shell(clone, "./profundo", "run", "lenet5")).isIn(0, Main.MISSED);
    assertThat(shell(clone, "./profundo", "report", "lenet5", "--out", "page.html")).isZero();
    assertThat(clone.resolve("page.html")).isNotEmptyFile();
    var tests =
        "./profundo test -q -pl tensor -am -Dtest=TensorTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false";
    assertThat(shell(clone, tests.split(" "))).isZero();
    assertThat(clone.resolve("tensor/target/surefire-reports")).isNotEmptyDirectory();
  }

  private int shell(Path where, String... words) throws Exception {
    var builder = new ProcessBuilder(words).directory(where.toFile()).inheritIO();
    builder.environment().remove("PROFUNDO_MIRROR");
    builder.environment().put("PROFUNDO_HOME", folder.resolve("home").toString());
    builder.environment().put("PROFUNDO_DATA", folder.resolve("data").toString());
    builder.environment().put("PROFUNDO_OFFLINE", "1");
    return builder.start().waitFor();
  }
}
