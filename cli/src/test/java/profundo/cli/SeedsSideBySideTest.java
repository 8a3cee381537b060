package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Seeds of one run side by side, by worker processes, on the real digits in the jar.
class SeedsSideBySideTest {
  private static final List<String> SHORT =
      List.of("run", "mlp", "--scale", "smoke", "--threads", "1", "--json", "--set", "samples=500");

  @TempDir Path folder;

  private static String[] words(String... more) {
    var words = new ArrayList<>(SHORT);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Command home(String name) {
    return new Command(folder.resolve(name));
  }

  /// Whether one process runs them one after the other, or two side by side of which one is killed.
  @Test
  void theRunIsTheSameBitsHoweverManyWorkAndWhoeverDies() throws Exception {
    var seeds = words("--seeds", "3", "--set", "epochs=15");
    var one = home("one").run(seeds);
    assertThat(one.status()).as(one.err()).isZero();

    var command = new ArrayList<>(List.of(seeds));
    command.addAll(List.of("--workers", "2"));
    var process = home("two").start(command.toArray(String[]::new));
    Command.killAWorker(process, folder.resolve("two"));
    var two = Command.ended(process);
    assertThat(two.status()).as(two.err()).isZero();
    assertThat(two.err()).contains("3 seeds, 2 at once, 1 threads each", "its process is gone");
    assertThat(figures(two)).isEqualTo(figures(one));
    for (var same : List.of("settings", "data", "claims", "epochs", "steps")) {
      assertThat(two.json().get(same)).as(same).isEqualTo(one.json().get(same));
    }
    assertThat(files("two", two)).isEqualTo(files("one", one)).isNotEmpty();
    for (var file : files("one", one)) {
      assertThat(Files.mismatch(run("one", one).resolve(file), run("two", two).resolve(file)))
          .as(file)
          .isEqualTo(-1);
    }
    assertThat(home("two").run("runs", "--json").json().size()).isEqualTo(1);
    var page = home("two").run("report", "mlp");
    assertThat(page.status()).as(page.err()).isZero();
  }

  /// Every figure but the time that the loader kept the training waiting.
  private static JsonNode figures(Command.Said said) {
    return ((ObjectNode) said.json().get("metrics")).without("train.waitingForData");
  }

  private Path run(String home, Command.Said said) {
    return folder.resolve(home).resolve("runs").resolve(said.json().get("run").asString());
  }

  /// Weights, pictures and tables of every seed, by their ways inside the run's folder.
  private List<String> files(String home, Command.Said said) throws IOException {
    var run = run(home, said);
    try (var files = Files.walk(run)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> run.relativize(file).toString())
          .filter(name -> !name.startsWith("checkpoint") && !name.endsWith(".html"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whoStopsThemGoesOnLater() throws Exception {
    var command = home("home");
    var process = command.start(words("--seeds", "2", "--workers", "2", "--set", "epochs=60"));
    for (int i = 0; i < 6000 && !Files.isDirectory(folder.resolve("home/runs")); i++) {
      Thread.sleep(50);
    }
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var said = Command.ended(process);
    assertThat(said.err()).contains("profundo run --resume study-");
    var study = said.err().replaceAll("(?s).*--resume (study-[^`]+)`.*", "$1");
    assertThat(command.run("vary", "--resume", study).err()).contains("profundo run --resume");
    var rest = command.run("run", "--resume", study, "--json");
    assertThat(rest.status()).as(rest.err()).isZero();
    assertThat(rest.json().at("/metrics/test.accuracy/values").size()).isEqualTo(2);
  }

  @Test
  void aSeedThatFailsIsNamedAtTheEnd() throws Exception {
    var said = home("home").run(words("--seeds", "2", "--workers", "2", "--set", "lr=1e30"));
    assertThat(said.status()).as(said.err()).isEqualTo(Main.FAILED);
    assertThat(said.err().lines().toList().getLast())
        .contains("2 of 2 seeds have no figures (seed 1: ", "; seed 2: ", "run --resume study-");
  }
}
