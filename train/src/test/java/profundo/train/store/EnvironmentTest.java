package profundo.train.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class EnvironmentTest {
  @Test
  void theEnvironmentIsThatOfThisProcess() {
    var now = Environment.now(Map.of("libtorch", "2.10.0"));
    assertThat(now.jdk()).contains(Runtime.version().toString());
    assertThat(now.system()).contains(System.getProperty("os.arch"));
    assertThat(now.cpu()).isNotBlank();
    assertThat(now.cores()).isPositive();
    assertThat(now.memory()).isGreaterThan(1L << 28);
    assertThat(now.profundo()).matches("\\d+\\.\\d+.*");
    assertThat(now.commit()).doesNotContain("$");
  }

  @Test
  void theEnvironmentIsOneJsonObject() {
    var now = Environment.now(Map.of("libtorch", "2.10.0"));
    var json = new JsonMapper().readTree(now.json());
    assertThat(json.get("jdk").asString()).isEqualTo(now.jdk());
    assertThat(json.get("libraries").get("libtorch").asString()).isEqualTo("2.10.0");
    assertThat(new JsonMapper().readValue(now.json(), Environment.class)).isEqualTo(now);
  }

  @Test
  void peakMemoryNeverFalls() {
    var before = Environment.peakRss();
    assertThat(before).isGreaterThan(10L << 20);
    var touched = new byte[64 << 20];
    Arrays.fill(touched, (byte) 1);
    var after = Environment.peakRss();
    assertThat(after).isGreaterThanOrEqualTo(before);
    assertThat(touched[touched.length - 1]).isEqualTo((byte) 1);
  }

  @Test
  void aKernelFieldThatIsNotThereIsAbsent(@TempDir Path folder) throws IOException {
    var file = folder.resolve("status");
    assertThat(Machine.field(file, "VmHWM")).isEmpty();
    Files.writeString(file, "VmPeak:\t 12 kB\nVmHWM:\t   345 kB\n");
    assertThat(Machine.field(file, "VmHWM")).contains("345 kB");
    assertThat(Machine.field(file, "VmSwap")).isEmpty();
  }

  @Test
  void theHomeFolderIsWhereThePlatformKeepsAUsersData() {
    assertThat(HomeFolder.find(Map.of(), "Linux", "/home/ana"))
        .isEqualTo(Path.of("/home/ana/.local/share/profundo"));
    assertThat(HomeFolder.find(Map.of("XDG_DATA_HOME", "/data"), "Linux", "/home/ana"))
        .isEqualTo(Path.of("/data/profundo"));
    assertThat(HomeFolder.find(Map.of(), "Mac OS X", "/Users/ana"))
        .isEqualTo(Path.of("/Users/ana/Library/Application Support/profundo"));
    assertThat(HomeFolder.find(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/u"))
        .isEqualTo(Path.of("/l/profundo"));
    assertThat(HomeFolder.find(Map.of("PROFUNDO_HOME", "/p"), "Linux", "/home/ana"))
        .isEqualTo(Path.of("/p"));
    assertThat(HomeFolder.find(Map.of("PROFUNDO_HOME", " "), "Linux", "/home/ana"))
        .isEqualTo(Path.of("/home/ana/.local/share/profundo"));
  }
}
