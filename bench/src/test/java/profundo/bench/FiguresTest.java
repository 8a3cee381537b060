package profundo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.lab.Recipes;
import profundo.train.store.ClaimResult;
import profundo.train.store.ClaimSource;
import profundo.train.store.DataUsed;
import profundo.train.store.RunPlan;
import profundo.train.store.RunStore;
import profundo.train.store.RunTotals;
import profundo.train.store.StoredRun;
import profundo.train.store.Verdict;

final class FiguresTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final List<String> DOCUMENTS = Figures.DOCUMENTS;

  @TempDir Path folder;

  /// No figure is written by hand, and none is older than its recipe and models without saying so:
  /// after a change to them `./profundo bench figures` marks the row, and a new run mends it.
  @ParameterizedTest
  @FieldSource("DOCUMENTS")
  void theTablesAreThoseThatTheRunsAndTheHistoryMake(String document) throws Exception {
    var unavailable = new SourceHistory(ROOT).unavailable();
    unavailable.ifPresent(why -> System.err.println("FiguresTest skips " + document + ": " + why));
    assumeThat(unavailable).isEmpty();
    assertThat(Figures.read(ROOT).renewed(document))
        .as("run ./profundo bench figures")
        .isEqualTo(Files.readString(ROOT.resolve(document)));
  }

  /// The output of `./profundo run lenet5` at the top is that of the run in the table.
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.es.md"})
  void theOutputThatIsShownIsThatOfARun(String document) throws Exception {
    var lenet5 = Objects.requireNonNull(Figures.read(ROOT).byRecipe().get("lenet5"));
    assertThat(Files.readString(ROOT.resolve(document)))
        .contains("train.loss " + first(lenet5, "train.loss"))
        .contains("validation.accuracy " + first(lenet5, "validation.accuracy"))
        .contains("✓ test.accuracy: " + first(lenet5, "test.accuracy"));
  }

  private static String first(Figure figure, String metric) {
    return String.format(Locale.ROOT, "%.4f", figure.interval(metric).values().getFirst());
  }

  @Test
  void everyRecipeHasItsWordsAndItsFiles() {
    var history = new SourceHistory(ROOT);
    for (var recipe : Recipes.all()) {
      assertThat(history.files(recipe))
          .as(recipe.id())
          .anyMatch(file -> file.startsWith("recipes"))
          .anyMatch(file -> file.startsWith("models"));
      for (var language : List.of(Locale.ENGLISH, Locale.of("es"))) {
        assertThat(new FigureWords(language).paper(recipe.id())).isNotBlank();
      }
    }
  }

  @Test
  void aChangeAfterTheMeasurementIsFound() throws Exception {
    var unavailable = new SourceHistory(ROOT).unavailable();
    assumeThat(unavailable).isEmpty();
    git("init", "-q");
    assertThat(new SourceHistory(folder).unavailable()).isEmpty();
    var first = commit("Model.java", "1", "2026-01-02");
    commit("Other.java", "1", "2026-01-03");
    var history = new SourceHistory(folder);
    var files = List.of(Path.of("Model.java"));
    assertThat(history.changed(files, first)).isEmpty();
    commit("Model.java", "2", "2026-01-04");
    assertThat(history.changed(files, first)).isEqualTo("2026-01-04");
    assertThatThrownBy(() -> history.changed(files, "1234567"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("1234567");
  }

  @Test
  void aRowSaysItsFigureItsDayAndCommitAndWhatWasChangedSince() {
    var figure =
        new Figure(
            "mlp",
            "run mlp",
            "2026-01-02",
            "0123456789ab",
            "",
            3,
            60,
            512,
            Map.of("test.accuracy", List.of(0.98, 0.981, 0.982)),
            List.of(),
            Map.of());
    assertThat(new FigureWords(Locale.ENGLISH).of(figure)).startsWith("98.1 % [97.9, 98.3] of");
    assertThat(new FigureWords(Locale.of("es")).of(figure)).startsWith("98.1 % [97.9, 98.3] de");
    assertThat(new FigureWords(Locale.ENGLISH).origin(figure, ""))
        .isEqualTo("2026-01-02, `0123456`, 3 seeds");
    assertThat(new FigureWords(Locale.ENGLISH).origin(figure, "2026-01-09"))
        .endsWith("**before the change of 2026-01-09**");
  }

  @Test
  void onlyAJudgedRunOfAWholeCommitGivesAFigure() {
    try (var store = RunStore.open(folder)) {
      var whole = stored(store, "laptop", "{\"commit\":\"0123456789ab\"}");
      var figure = Figure.of(store, whole, "");
      assertThat(figure.commit()).isEqualTo("0123456789ab");
      assertThat(figure.verdicts()).containsExactly("test.accuracy ≥ 0.98: met");
      assertThat(figure.metrics()).containsEntry("test.accuracy", List.of(0.99));
      var changed = stored(store, "laptop", "{\"commit\":\"0123456789ab+\"}");
      assertThatThrownBy(() -> Figure.of(store, changed, ""))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("0123456789ab+");
      assertThat(Figure.of(store, changed, "fedcba9").commit()).isEqualTo("fedcba9");
      var smoke = stored(store, "smoke", "{\"commit\":\"0123456789ab\"}");
      assertThatThrownBy(() -> Figure.of(store, smoke, "")).isInstanceOf(BenchException.class);
    }
  }

  private static StoredRun stored(RunStore store, String scale, String environment) {
    var data = new DataUsed("mnist", "mirror", 1000);
    try (var run = store.begin(new RunPlan("mlp", "{}", scale, 1, "cpu", 1, data, environment))) {
      run.metric("test.accuracy", 0.99);
      run.claims(
          List.of(
              new ClaimResult(
                  "test.accuracy",
                  ClaimSource.MEMORY,
                  OptionalDouble.of(0.9695),
                  "C.6",
                  0.98,
                  0.99,
                  1,
                  Verdict.MET)));
      run.finish(new RunTotals(1, 1000, 1 << 20));
      return store.find(run.id());
    }
  }

  private String commit(String file, String content, String day) throws Exception {
    Files.writeString(folder.resolve(file), content);
    git("add", file);
    git(
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "-q",
        "-m",
        "x",
        "--date",
        Instant.parse(day + "T12:00:00Z").toString());
    return git("rev-parse", "HEAD");
  }

  private String git(String... words) throws Exception {
    var command = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(words));
    var git = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(git.getInputStream().readAllBytes()).strip();
    assertThat(git.waitFor()).as(said).isZero();
    return said;
  }
}
