package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Studies whose arms are more than one change of one recipe.
class VaryArmsTest {
  @TempDir Path folder;
  private Command command;

  @BeforeEach
  void aStoreOfItsOwn() throws Exception {
    command = new Command(Files.createDirectory(folder.resolve("home")));
  }

  private Command.Said vary(String... words) throws Exception {
    var all = new ArrayList<>(List.of("vary", "--scale", "smoke", "--threads", "1", "--json"));
    all.addAll(List.of(words));
    return command.run(all.toArray(String[]::new));
  }

  private String page() throws Exception {
    try (var pages = Files.list(command.home().resolve("studies"))) {
      return Files.readString(pages.findFirst().orElseThrow())
          .replace("&#x3D;", "=")
          .replace("&#39;", "'");
    }
  }

  /// The plan stands at the page's end.
  private static JsonNode plan(String page) {
    int at = page.lastIndexOf("<pre>") + "<pre>".length();
    return new JsonMapper()
        .readTree(page.substring(at, page.indexOf("</pre>", at)).replace("&quot;", "\""));
  }

  @Test
  void twoCellsOfOneSizeAreHeldAgainstEachOther() throws Exception {
    var said =
        vary(
            "char-lstm",
            "--set",
            "cell=gru",
            "--equal",
            "parameters",
            "--with",
            "units=128",
            "--with",
            "epochs=1",
            "--seeds",
            "1");
    assertThat(said.status()).as(said.err()).isEqualTo(Main.UNDECIDED);
    var page = page();
    var arm = plan(page).at("/arms/1");
    int units = arm.at("/fitted/units").asInt();
    assertThat(units).isGreaterThan(128);
    assertThat(arm.get("name").asString()).isEqualTo("cell=gru (units=" + units + ")");
    assertThat(page)
        .contains("Made equal in parameters: cell=gru (units=" + units + ")")
        .contains("vary char-lstm --set cell=gru --scale smoke", "--equal parameters");
    var run = command.home().resolve("runs").resolve(said.json().at("/runs/0/run").asString());
    var facts = new JsonMapper().readTree(Files.readString(run.resolve("facts.json")));
    long lstm = parameters(facts.get("characters").size(), 4, 128);
    long gru = parameters(facts.get("characters").size(), 3, units);
    assertThat(page).contains(String.format("%,d", lstm), String.format("%,d", gru));
    assertThat((double) gru / lstm).isBetween(0.99, 1.01);
  }

  /// With 16 numbers for each character.
  private static long parameters(long characters, long gates, long units) {
    return characters * 16 + gates * units * (16 + units + 2) + units * characters + characters;
  }

  @Test
  void aProjectIsHeldAgainstTheRecipeThatItIsACopyOf() throws Exception {
    var project = folder.resolve("mi perceptrón");
    var made =
        command.run("new", project.toString(), "--from", "perceptron", "--name", "mi-perceptron");
    assertThat(made.status()).as(made.err()).isZero();
    var said = vary(project.toString(), "--against", "perceptron", "--seeds", "2");
    assertThat(said.status()).as(said.err()).isNotEqualTo(Main.FAILED);
    assertThat(said.json().at("/contrasts/0/base").asString()).isEqualTo("perceptron");
    assertThat(said.json().at("/contrasts/0/arm").asString()).isEqualTo("mi-perceptron");
    assertThat(said.json().at("/contrasts/0/difference/mean").asDouble()).isZero();
    var arm = plan(page()).at("/arms/1/system");
    assertThat(arm.get("project").asString()).isEqualTo(project.toRealPath().toString());
    assertThat(command.home().resolve("sources").resolve(arm.get("sources").asString()))
        .isDirectoryContaining("glob:**/src");
    assertThat(page()).contains("vary '" + project.toRealPath() + "' --against perceptron");
    theReportHasWhatIsKnownAndGapsForTheRest(project);
    aMarkerAsks(project);
  }

  private void theReportHasWhatIsKnownAndGapsForTheRest(Path project) throws Exception {
    for (var format : List.of("md", "html", "tex")) {
      var file = project.resolve("informe." + format).toString();
      var said =
          command.run("writeup", "latest", "--lang", "es", "--format", format, "--out", file);
      assertThat(said.status()).as(said.err()).isZero();
      assertThat(Files.readString(Path.of(file)))
          .contains("Alcance de la reproducción", "[Por completar", "Minsky", "mi-perceptron")
          .doesNotContain("{{");
    }
    assertThat(Files.readString(project.resolve("informe.tex")).replaceAll("\\\\[%_]", ""))
        .doesNotContain("%", "_");
  }

  private void aMarkerAsks(Path project) throws Exception {
    var source = project.resolve("src/main/java/miperceptron/PerceptronRecipe.java");
    Files.writeString(source, Files.readString(source) + "// edited\n");
    var said = command.run("check", project.toString());
    assertThat(said.status()).as(said.err()).isEqualTo(Main.MISSED);
    assertThat(said.out())
        .contains(
            "2 pairs can never reach p < 0.05 here; 6 can",
            "Nothing is decided of mi-perceptron",
            "none of validation data: on what were settings chosen?",
            "The code is not what it was in mi-perceptron-",
            "informe.md still has gaps");
    var asked = command.run("check", "latest", "--json");
    assertThat(asked.json().get("questions").size()).isPositive();
  }

  @Test
  void pairsAreAddedUntilTheDifferenceIsDecided() throws Exception {
    var said =
        vary(
            "mlp",
            "--set",
            "lr=1e-6",
            "--with",
            "epochs=1",
            "--with",
            "samples=1000",
            "--until",
            "decided",
            "--max-seeds",
            "8");
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.json().at("/contrasts/0/pairs").asInt()).isEqualTo(6);
    assertThat(said.json().get("runs").size()).isEqualTo(12);
    assertThat(page()).contains("every look between spends a part of 0.05");
  }

  /// Four pictures of each of two classes, black and white.
  @Test
  void aChangeIsTriedOnOtherDataToo() throws Exception {
    var other = folder.resolve("other");
    for (int picture = 0; picture < 20; picture++) {
      var file = other.resolve(picture % 2 == 0 ? "black" : "white").resolve(picture + ".png");
      Files.createDirectories(file.getParent());
      var image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
      for (int i = 0; i < 28 * 28; i++) {
        image.getRaster().setSample(i % 28, i / 28, 0, picture % 2 == 0 ? 0 : 255);
      }
      assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }
    var said = vary("mlp", "--set", "lr=1e-6", "--on", other.toString(), "--seeds", "1");
    assertThat(said.status()).as(said.err()).isEqualTo(Main.UNDECIDED);
    var contrasts = said.json().get("contrasts");
    assertThat(contrasts.findValuesAsString("arm"))
        .containsExactly("lr=1e-6", "lr=1e-6 @ " + other);
    assertThat(contrasts.findValuesAsString("base"))
        .containsExactly("lr=0.001", "lr=0.001 @ " + other);
    assertThat(page())
        .contains("Whether what was found of lr=1e-6 carries over is not decided.")
        .contains("--on " + other);
  }

  @Test
  void whoComparesTheCellsOfAGridByTestDataIsAsked() throws Exception {
    vary("mlp", "--grid", "batch=32,50", "lr=1e-3,3e-3", "--with", "samples=300", "--seeds", "1");
    assertThat(command.run("check", "latest").out())
        .contains("The cells of the grid are compared by test.accuracy");
  }

  @Test
  void aFormatOrALanguageThatThereIsNotIsOneSentence() throws Exception {
    for (var words : List.of(List.of("--format", "pdf"), List.of("--lang", "fr"))) {
      var all = new ArrayList<>(List.of("writeup", "latest"));
      all.addAll(words);
      var said = command.run(all.toArray(String[]::new));
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.err()).contains(words.getLast()).hasLineCount(1);
    }
  }
}
