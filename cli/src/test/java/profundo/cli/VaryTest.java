package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import tools.jackson.databind.JsonNode;

/// Studies by the command: worker processes, a store of their own, real digits from the jar.
class VaryTest {
  private static final List<String> SHORT =
      List.of(
          "vary", "mlp", "--scale", "smoke", "--threads", "1", "--json", "--with", "samples=500");

  @TempDir Path folder;

  private Command.Said vary(String home, String... more) throws Exception {
    return new Command(folder.resolve(home)).run(words(more));
  }

  private static String[] words(String... more) {
    var words = new ArrayList<>(SHORT);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /// The weights that each run left, by arm and seed.
  private Map<String, byte[]> weights(String home, JsonNode said) throws IOException {
    var weights = new TreeMap<String, byte[]>();
    for (var run : said.get("runs")) {
      var file =
          folder
              .resolve(home)
              .resolve("runs")
              .resolve(run.get("run").asString())
              .resolve("model.safetensors");
      weights.put(run.get("arm") + " " + run.get("seed"), Files.readAllBytes(file));
    }
    return weights;
  }

  /// Whether one or two work at it, and whether one of them is killed on the way.
  @Test
  void aSeedsFiguresAreTheSameBitsHoweverManyWorkAndWhoeverDies() throws Exception {
    var change = new String[] {"--set", "lr=0.003", "--seeds", "2", "--with", "epochs=15"};
    var one = vary("one", change);
    assertThat(one.status()).as(one.err()).isEqualTo(Main.UNDECIDED);
    assertThat(one.err()).contains("no difference can reach p < 0.05");

    var process = new Command(folder.resolve("two")).start(words(concat(change, "--workers", "2")));
    Command.killAWorker(process, folder.resolve("two"));
    var two = Command.ended(process);
    assertThat(two.status()).as(two.err()).isEqualTo(Main.UNDECIDED);
    assertThat(two.json().get("figures")).isEqualTo(one.json().get("figures"));
    var weights = weights("one", one.json());
    assertThat(weights).hasSize(4);
    var others = weights("two", two.json());
    weights.forEach((of, bytes) -> assertThat(others.get(of)).as(of).isEqualTo(bytes));
    assertThat(two.err()).contains("its process is gone");
    assertThat(Files.readString(page("two"))).contains("was begun 2 times");
  }

  private Path page(String home) throws IOException {
    try (var pages = Files.list(folder.resolve(home).resolve("studies"))) {
      return pages.findFirst().orElseThrow();
    }
  }

  private static String[] concat(String[] words, String... more) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whoStopsAStudyGoesOnWithItLater() throws Exception {
    var command = new Command(folder.resolve("home"));
    var process = command.start(words("--set", "lr=0.003", "--seeds", "1", "--with", "epochs=60"));
    for (int i = 0; i < 6000 && !Files.isDirectory(folder.resolve("home/runs")); i++) {
      Thread.sleep(50);
    }
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var runs = command.run("runs");
    assertThat(runs.out()).doesNotContain("running");
    var rest = command.run("vary", "--resume", "latest", "--json");
    assertThat(rest.status()).as(rest.err()).isEqualTo(Main.UNDECIDED);
    assertThat(rest.json().at("/contrasts/0/pairs").asInt()).isEqualTo(1);
    assertThat(rest.json().at("/events").asInt()).isEqualTo(1);
  }

  @Test
  void aRunThatFailsStopsNoOtherAndIsNamed() throws Exception {
    var said = vary("home", "--set", "lr=1e30", "--seeds", "2");
    assertThat(said.status()).as(said.err()).isEqualTo(Main.FAILED);
    assertThat(said.err()).contains("✗ lr=1e30 · seed 1: ", "✓ lr=0.001 · seed 2: ");
    assertThat(said.json().get("contrasts").size()).isZero();
    assertThat(said.json().at("/runs/1/state").asString()).isEqualTo("failed");
  }

  @Test
  void everyCellOfAGridIsHeldAgainstTheRecipe() throws Exception {
    var said =
        vary("home", "--grid", "lr=1e-3,3e-3", "batch=32,50", "--seeds", "2", "--with", "epochs=1");
    assertThat(said.status()).as(said.err()).isEqualTo(Main.UNDECIDED);
    assertThat(said.json().get("contrasts").findValuesAsString("arm"))
        .containsExactly("lr=1e-3 batch=50", "lr=3e-3 batch=32", "lr=3e-3 batch=50");
    assertThat(said.json().at("/contrasts/0/holm").asDouble())
        .isGreaterThanOrEqualTo(said.json().at("/contrasts/0/p").asDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "vary mlp | Say what to change",
        "vary mlp --set lr=1 --grid lr=1,2 | not both",
        "vary mlp --set rate=1 | There is no setting",
        "vary mlp --scale smoke --set lr=0.001 | both arms would be the same",
        "vary mlp --grid lr=1,,2 | An axis of the grid is written",
        "vary mlp --grid lr=1 lr=2 | twice",
        "vary mlp --grid lr=2,2.0 | are the same",
        "vary mlp --set lr=1 --margin much | The margin is a number",
        "vary mlp --set lr=1 --margin 0 | The margin is a number",
        "vary mlp --set lr=1 --workers 0 | The number of workers is 1 to",
        "vary mlp --set lr=1 --budget soon | The budget is a time",
        "vary mpl --set lr=1 | Did you mean mlp",
        "vary mlp --set lr=1 --ablate | Ask for one thing",
        "vary mlp --against mlp | both arms would be the same",
        "vary lenet5 --ablate | names no part that could be taken away",
        "vary lenet5 --set variant=modern --equal parameters | names no setting that says how wide",
        "vary char-lstm --set units=64 --equal parameters | which the change itself sets",
        "vary char-lstm --scale smoke --set cell=gru --equal parameters | units=55 comes nearest",
        "vary mlp --set lr=1 --equal size | equal in parameters, flops or none",
        "vary mlp --set lr=1 --until tomorrow | the word decided",
      })
  void whatCannotBeVariedIsOneSentence(String words, String sentence) {
    var err = new StringWriter();
    int status =
        Main.command().setErr(new PrintWriter(err, true)).execute(words.strip().split(" "));
    assertThat(status).as(err.toString()).isEqualTo(2);
    assertThat(err.toString().lines().toList()).hasSize(1).first().asString().contains(sentence);
  }

  @Test
  void aPlanThatDoesNotFitItsBudgetSaysSoBeforeItBegins() throws Exception {
    var said = vary("home", "--set", "lr=0.003", "--budget", "1s");
    assertThat(said.status()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains("12 runs of about", "more than the 0:01 that there are");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  /// With a rate that moves nothing, weights stay what they began as.
  @Test
  void bothArmsBeginWithTheSameWeights() throws Exception {
    var said =
        new Command(folder.resolve("home"))
            .run(
                "vary",
                "lenet5",
                "--scale",
                "smoke",
                "--threads",
                "1",
                "--json",
                "--set",
                "pool=max",
                "--with",
                "lr=1e-30",
                "--with",
                "samples=100",
                "--with",
                "epochs=1",
                "--seeds",
                "1");
    assertThat(said.status()).as(said.err()).isEqualTo(Main.UNDECIDED);
    var store = folder.resolve("home/runs");
    var runs = said.json().get("runs").findValuesAsString("run");
    try (var _ = Scope.open()) {
      var average = StateDict.read(store.resolve(runs.get(0)).resolve("model.safetensors"));
      var max = StateDict.read(store.resolve(runs.get(1)).resolve("model.safetensors"));
      assertThat(average.names()).isEqualTo(max.names()).isNotEmpty();
      for (var name : average.names()) {
        assertThat(average.get(name).sub(max.get(name)).abs().max().item()).isLessThan(1e-20f);
      }
    }
  }
}
