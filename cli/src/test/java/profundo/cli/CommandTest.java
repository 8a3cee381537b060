package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a process, with a store of its own.
class CommandTest {
  private static final long SIGINT = 0x2;

  @TempDir Path home;

  @Test
  void aRunIsOneJsonObjectWithItsDataAndClaims() throws Exception {
    var said = profundo("run", "perceptron", "--scale", "smoke", "--json");
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.json().at("/recipe").asString()).isEqualTo("perceptron");
    assertThat(said.json().at("/data/source").asString()).isEqualTo("synthetic");
    assertThat(said.json().at("/metrics/test.andAccuracy").asDouble()).isEqualTo(1);
    assertThat(said.json().at("/claims").size()).isEqualTo(4);
  }

  /// Two layers of four units do not find XOR from the first weights of seed 4.
  @Test
  void aMissedClaimIsSaidAndSetsTheStatusAndAChangedRunIsNotJudged() throws Exception {
    var missed = profundo("run", "perceptron", "--seed", "4");
    assertThat(missed.status()).as(missed.err()).isEqualTo(3);
    assertThat(missed.out())
        .contains(
            "✗ test.xorTwoLayerAccuracy: 0.5000 (one seed) (our bound; expected ≥ 1.0000): missed")
        .contains("Synthetic data");
    var changed = profundo("run", "perceptron", "--seed", "4", "--set", "hidden=5");
    assertThat(changed.status()).isZero();
    assertThat(changed.out()).contains("these were changed: hidden.");
  }

  @Test
  void severalSeedsGiveAMeanWithItsInterval() throws Exception {
    var said =
        profundo(
            "run", "mlp", "--scale", "smoke", "--seeds", "3", "--set", "samples=500", "--json");
    assertThat(said.status()).as(said.err()).isZero();
    var accuracy = said.json().at("/metrics").get("test.accuracy");
    assertThat(accuracy.get("values").size()).isEqualTo(3);
    assertThat(accuracy.get("low").asDouble()).isLessThan(accuracy.get("mean").asDouble());
  }

  @Test
  void aNetThatDoesNotFitIntoMemoryIsOneSentence() throws Exception {
    var said = profundo("run", "vae", "--scale", "smoke", "--set", "hidden=2000000000");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err().lines().toList().getLast()).contains("GiB): lower the batch");
    assertThat(profundo("runs").out()).contains("failed");
  }

  /// A disk that is full in the middle of a file: the checkpoint has 3 MB.
  @Test
  void aCheckpointThatFindsNoRoomIsOneSentenceAndLeavesNoHalfOfIt() throws Exception {
    var said = withFilesOfAtMost(2_000_000, "run", "mlp", "--scale", "smoke");
    assertThat(said.status()).as(said.err()).isEqualTo(1);
    assertThat(said.err().lines().toList().getLast())
        .contains("checkpoint.safetensors cannot be written", "free space");
    try (var left = Files.walk(home.resolve("home/runs"))) {
      assertThat(left.filter(Files::isRegularFile).map(Path::getFileName))
          .map(Path::toString)
          .containsExactly("facts.json");
    }
    assertThat(profundo("runs").out()).contains("failed");
  }

  /// SQLite's library has 1.1 MB.
  @Test
  void aTemporaryFolderWithoutRoomIsNamed() throws Exception {
    var said = withFilesOfAtMost(200_000, "run", "mlp", "--scale", "smoke");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err().lines())
        .singleElement()
        .asString()
        .contains("SQLite's library", System.getProperty("java.io.tmpdir"), "free space there");
  }

  @Test
  void anInterruptedRunSaysHowToGoOnAndGoesOn() throws Exception {
    assumeInterruptsAreHeard();
    var process = start("run", "mlp", "--set", "epochs=50", "--set", "samples=5000", "--seed", "3");
    try (var err = process.errorReader()) {
      var lines = new ArrayList<String>();
      for (var line = err.readLine(); line != null; line = err.readLine()) {
        lines.add(line);
        if (line.startsWith("epoch 2/")) {
          interrupt(process);
        }
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(String.join("\n", lines)).isEqualTo(130);
      assertThat(lines.getLast()).contains("--resume mlp-");
      var id = lines.getLast().replaceFirst(".*--resume (\\S+?)`.*", "$1");
      var resumed = profundo("run", "--resume", id, "--json");
      assertThat(resumed.json().at("/run").asString()).isEqualTo(id);
      assertThat(resumed.json().at("/epochs").asInt()).isEqualTo(50);
    }
  }

  @Test
  void aMistypedNameIsAnsweredWithTheNearest() throws Exception {
    var recipe = profundo("run", "lenet");
    assertThat(recipe.status()).isEqualTo(2);
    assertThat(recipe.err()).contains("Did you mean lenet5?").doesNotContain("\tat ");
    var key = profundo("run", "mlp", "--set", "epoch=3");
    assertThat(key.status()).isEqualTo(2);
    assertThat(key.err()).contains("Did you mean epochs?");
    assertThat(profundo("run", "mlp", "--set", "epochs=-1").status()).isEqualTo(2);
    assertThat(profundo("run", "mlp", "--device", "cuda:7").status()).isEqualTo(1);
  }

  @Test
  void theFolderOfARunIsNeverSharedByTwo() throws Exception {
    var out = home.resolve("out").toString();
    assertThat(profundo("run", "perceptron", "--out", out).status()).isZero();
    assertThat(Files.exists(home.resolve("out/model.safetensors"))).isTrue();
    var again = profundo("run", "perceptron", "--out", out);
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("--resume " + out);
  }

  @Test
  void aRunIsReportedComparedAndListed() throws Exception {
    profundo("run", "perceptron", "--seed", "1");
    profundo("run", "perceptron", "--set", "hidden=8");
    var report = profundo("report", "perceptron");
    assertThat(report.status()).as(report.err()).isZero();
    assertThat(Files.readString(Path.of(report.out().strip()))).contains("test.xorAccuracy");
    var runs = profundo("runs", "--json").json();
    assertThat(runs.size()).isEqualTo(2);
    var ids = List.of(runs.get(0).get("run").asString(), runs.get(1).get("run").asString());
    var comparison = profundo("compare", ids.get(1), ids.get(0), "--json").json();
    assertThat(comparison.at("/settings/hidden/0").asString()).isEqualTo("4");
    assertThat(comparison.at("/settings/hidden/1").asString()).isEqualTo("8");
    assertThat(profundo("runs").out())
        .contains(ids)
        .contains("test.andAccuracy 1.0000")
        .contains("synthetic data");
    assertThat(runs.get(0).get("synthetic").asBoolean()).isTrue();
    assertThat(comparison.at("/synthetic/1").asBoolean()).isTrue();
    assertThat(profundo("compare", ids.get(1), ids.get(0)).out())
        .contains(ids)
        .contains("hidden", "synthetic data");
    assertThat(profundo("compare", ids.get(0)).status()).isEqualTo(2);
    assertThat(profundo("report", "mlp").status()).isEqualTo(2);
  }

  @Test
  void dataIsListedAndVerified() throws Exception {
    var list = profundo("data", "list", "--json").json();
    assertThat(list.get(0).get("name").asString()).isEqualTo("mnist");
    assertThat(list.get(0).get("files").get(0).get("sha256").asString()).hasSize(64);
    assertThat(profundo("data", "list").out()).contains("tinyshakespeare").contains("CC BY-SA");
    assertThat(profundo("data", "verify").status()).isZero();
    assertThat(profundo("data", "get", "minst").status()).isEqualTo(2);
  }

  @Test
  void theDoctorNamesWhatIsWrong() throws Exception {
    assertThat(profundo("doctor").out()).contains("libtorch 2.10.0", "no runs yet");
    Files.writeString(
        home.resolve("home/runs.db"), "not a database, but long enough to be taken for one");
    var unwell = profundo("doctor");
    assertThat(unwell.status()).isEqualTo(1);
    assertThat(unwell.out()).contains("✗").contains("runs.db");
  }

  @Test
  void wrongWordsAreAnsweredInOneSentence() throws Exception {
    for (var words : List.of(List.of("rum"), List.of("run", "--sed", "3"), List.of("show"))) {
      var said = profundo(words.toArray(String[]::new));
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.err().strip().lines().count()).as(said.err()).isEqualTo(1);
    }
  }

  @Test
  void theWordsOfACommandAreRefusedBeforeAnythingIsMade() throws Exception {
    var refused =
        Map.of(
            List.of("run", "mlp", "--scale", "huge"), "smoke, laptop, paper",
            List.of("run", "mlp", "--threads", "0"), "leave --threads out",
            List.of("run", "mlp", "--threads", "-1"), "leave --threads out",
            List.of("run", "mlp", "--device", "cuda:3x"), "cuda:N",
            List.of("run", "mlp", "--seed", "abc"), "--seed wants a whole number",
            List.of("run", "mlp", "--set", "lr"), "KEY=VALUE",
            List.of("run", "mlp", "--sacle", "smoke"), "Did you mean --scale?",
            List.of("run", "mlp", "--save", "/"), "it is a folder): give --save a file");
    for (var words : refused.entrySet()) {
      var said = profundo(words.getKey().toArray(String[]::new));
      assertThat(said.status()).as(said.err()).isEqualTo(2);
      assertThat(said.err()).contains(words.getValue());
      assertThat(said.err().lines()).hasSize(1);
    }
    assertThat(home.resolve("home")).doesNotExist();
    assertThat(profundo().err())
        .isEqualTo("profundo: Say what to do: profundo --help lists the commands.\n");
    assertThat(profundo("run", "--resume", "nothing").status()).isEqualTo(2);
    assertThat(profundo("data", "get", "minst").err()).contains("Did you mean mnist?");
  }

  @Test
  void jsonIsOneObjectWithTheKeysOfTheDocumentation() throws Exception {
    var missed = profundo("run", "perceptron", "--seed", "3", "--seeds", "2", "--json");
    assertThat(missed.status()).as(missed.err()).isEqualTo(3);
    assertThat(missed.json().propertyNames())
        .containsExactly(
            "run",
            "recipe",
            "scale",
            "seed",
            "device",
            "threads",
            "settings",
            "data",
            "metrics",
            "synthetic",
            "claims",
            "unjudged",
            "epochs",
            "steps",
            "seconds",
            "samplesPerSecond",
            "peakRssMiB");
    assertThat(missed.json().at("/settings/hidden").asInt()).isEqualTo(4);
    assertThat(missed.json().at("/settings/seeds").asInt()).isEqualTo(2);
    assertThat(missed.json().get("claims").get(0).propertyNames())
        .containsExactly(
            "metric", "source", "paper", "expected", "measured", "seeds", "verdict", "met");
    assertThat(missed.json().at("/claims/3/verdict").asString()).isEqualTo("undecided");
    assertThat(missed.json().at("/claims/3/paper").isNull()).isTrue();
    assertThat(missed.json().get("data").propertyNames())
        .containsExactly("name", "source", "samples");
    assertThat(missed.json().at("/metrics/test.andAccuracy").propertyNames())
        .containsExactly("mean", "low", "high", "values");
    var failed = profundo("run", "mlp", "--scale", "smoke", "--set", "lr=1e30", "--json");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.json().get("error").asString()).contains("step 2", "layers.");
    assertThat(failed.err()).contains("profundo: ").doesNotContain("\tat ");
  }

  @Test
  void standardInputIsTranslated() throws Exception {
    profundo("run", "transformer-translate", "--scale", "smoke", "--set", "epochs=1");
    var process = start("predict", "transformer-translate", "-");
    try (var in = process.outputWriter();
        var out = process.inputReader()) {
      in.write("Ein Hund läuft.\n\nEin Ω.\n \n");
      in.close();
      var lines = out.lines().toList();
      assertThat(lines).as("one for each").hasSize(4);
      assertThat(List.of(lines.get(1), lines.get(3))).containsOnly("");
    }
    assertThat(process.errorReader().readAllAsString()).contains("unknown to the model", "Ω");
    assertThat(process.waitFor()).isZero();
    assertThat(profundo("predict", "transformer-translate", "-").err())
        .contains("Standard input is empty");
    var texts = Files.createDirectory(home.resolve("texts"));
    assertThat(profundo("predict", "transformer-translate", texts.toString()).err())
        .contains("No file lies in the folder");
    Files.writeString(texts.resolve("a.txt"), "");
    Files.writeString(texts.resolve("b.txt"), "Ein Hund läuft.\n");
    var some = profundo("predict", "transformer-translate", texts.toString());
    assertThat(some.err()).contains("a.txt is empty");
    assertThat(some.out()).contains("b.txt: ");
    assertThat(some.status()).isEqualTo(1);
    assertThat(profundo("predict", "transformer-translate", "nothing.txt").err())
        .contains("is not there");
  }

  @Test
  void aTrainedGeneratorDrawsIntoAFileOfItsOwnOrThatOfAPerson() throws Exception {
    profundo("run", "gan", "--scale", "smoke", "--set", "epochs=1", "--set", "judged=100");
    var out = home.resolve("drawn.png");
    var first = profundo("predict", "gan", "--count", "9", "--out", out.toString(), "--json");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err()).isEmpty();
    assertThat(first.json().at("/predictions/0/image").asString()).isEqualTo(out.toString());
    assertThat(first.json().at("/predictions/0/values/count").asInt()).isEqualTo(9);
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(3 * 29 - 1);
    var again = profundo("predict", "gan", "--count", "1", "--out", out.toString());
    assertThat(again.out()).isEqualTo("one image, seed 1 → " + out + "\n");
    assertThat(again.err()).isEqualTo(out + " was there already and has been replaced.\n");
    var text = profundo("predict", "gan", "--text", "a seven", "--json");
    assertThat(text.status()).isEqualTo(2);
    assertThat(text.json().at("/error").asString()).contains("It takes: --count N, --seed N.");
    var nowhere = profundo("predict", "gan", "--out", home.resolve("no/where.png").toString());
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).hasLineCount(1).contains("give --out a file");
    assertThat(profundo("predict", "gan", "--temperature", "x").err())
        .contains("--temperature wants a number");
  }

  @Test
  void aRunIsInterruptedWhileItWaitsForItsData() throws Exception {
    assumeInterruptsAreHeard();
    var pipe = home.resolve("never.txt");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var process = start("run", "char-lstm", "--data", pipe.toString());
    while (!Files.exists(home.resolve("home/runs"))) {
      Thread.sleep(50);
    }
    interrupt(process);
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);
    process.toHandle().destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(process.errorReader().lines().toList())
        .singleElement()
        .asString()
        .contains("--resume");
  }

  /// A shell without job control starts what it puts in the background deaf to SIGINT.
  private static void assumeInterruptsAreHeard() throws IOException {
    var status = Path.of("/proc/self/status");
    assumeThat(status).exists();
    var ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst();
    assumeThat(ignored.orElse(0) & SIGINT).as("SIGINT is ignored by this process").isZero();
  }

  private static void interrupt(Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-INT", "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private Command.Said withFilesOfAtMost(long bytes, String... words) throws Exception {
    var limit = List.of("sh", "-c", "ulimit -f %d; exec \"$@\"".formatted(bytes / 512), "sh");
    return Command.ended(new Command(home.resolve("home")).start(limit, words));
  }

  private Process start(String... words) throws IOException {
    return new Command(home.resolve("home")).start(words);
  }

  private Command.Said profundo(String... words) throws Exception {
    return new Command(home.resolve("home")).run(words);
  }
}
