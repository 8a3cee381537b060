package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.report.Report;
import profundo.train.store.ArtefactKind;
import profundo.train.store.ClaimResult;
import profundo.train.store.ClaimSource;
import profundo.train.store.DataUsed;
import profundo.train.store.Environment;
import profundo.train.store.RunPlan;
import profundo.train.store.RunStore;
import profundo.train.store.RunTotals;
import profundo.train.store.StoreException;
import profundo.train.store.StoredRun;
import profundo.train.store.Verdict;

class ReportTest {
  @TempDir Path folder;

  @Test
  void aPageHoldsAllThatItShowsAndAsksNoServer() throws Exception {
    var page = page(Locale.ENGLISH, "{\"epochs\":3}");
    assertThat(page)
        .contains(
            "At laptop scale: the figures expected there are met",
            "Confusion matrix",
            "data:image/png;base64,");
    assertThat(page).contains("uPlot", "9 → 4", "a story");
    assertThat(page.replaceAll("<a href=\"[^\"]*\"", ""))
        .doesNotContain("src=\"http", "href=\"", "@import", "fetch(");
  }

  @Test
  void theCommandOfAPageCanBePastedIntoAShell() throws Exception {
    assertThat(page(Locale.ENGLISH, "{\"variant\":\"it's new\",\"seeds\":3}"))
        .contains(
            "--seed 1 --threads 2 --seeds 3 --set &#39;variant&#x3D;it&#39;\\&#39;&#39;s new&#39;");
  }

  @Test
  void numbersAreSaidAsAPersonReadsThem() throws Exception {
    assertThat(page(Locale.ENGLISH, "{\"epochs\":\"14\"}"))
        .contains(
            "≥ 98.90\u00a0%",
            "<td>14</td><td>20</td>", "passes over the training data", " GiB</td>")
        .contains("<th>libtorch</th><td>2.10.0</td>");
  }

  @Test
  void aPageSpeaksSpanish() throws Exception {
    assertThat(page(Locale.of("es"), "{}"))
        .contains(
            "<html lang=\"es\">",
            "A escala laptop: se cumplen las cifras que allí se esperan",
            "Matriz de confusión")
        .contains("LeNet-5 lee dígitos manuscritos", "figura 9 (error 0.95 %)");
  }

  @Test
  void whatARunBringsCannotBecomeScript() throws Exception {
    var page = page(Locale.ENGLISH, "{\"variant\":\"<script>alert(1)</script>\"}");
    assertThat(page).doesNotContain("<script>alert(1)").contains("&lt;script&gt;alert(1)");
  }

  @Test
  void aDamagedArtefactIsNamed() throws Exception {
    try (var store = RunStore.open(folder)) {
      var run = stored(store, "{}");
      Files.writeString(run.folder().resolve("mistakes.json"), "[{");
      assertThatThrownBy(
              () -> new Report(store, Locale.ENGLISH).write(run, folder.resolve("page.html")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("mistakes.json");
      assertThat(folder.resolve("page.html")).doesNotExist();
    }
  }

  @Test
  void theRecipesOfDigitsLeaveTheirPicturesAndMatrix() {
    try (var lab = new QuietLab(folder)) {
      for (var id : List.of("mlp", "lenet5")) {
        var run = lab.run(Recipes.find(id), Scale.SMOKE, Map.of("samples", "300")).run();
        assertThat(lab.store().artefacts(run.id()))
            .extracting(artefact -> artefact.name())
            .contains("confusion", "mistakes", "filters", "model");
        new Report(lab.store(), Locale.ENGLISH).write(run, folder.resolve(id + ".html"));
        assertThat(folder.resolve(id + ".html")).isNotEmptyFile();
      }
    }
  }

  private String page(Locale language, String config) throws Exception {
    try (var store = RunStore.open(folder)) {
      var file = folder.resolve("page.html");
      new Report(store, language).write(stored(store, config), file);
      return Files.readString(file);
    }
  }

  private static StoredRun stored(RunStore store, String config) {
    var plan =
        new RunPlan(
            "lenet5",
            config,
            "laptop",
            1,
            "cpu",
            2,
            new DataUsed("mnist", "mirror", 60_000),
            Environment.now(Map.of("libtorch", "2.10.0")).json());
    try (var writer = store.begin(plan)) {
      for (int step = 1; step <= 1000; step++) {
        writer.log("train.loss", step, step / 100, 1.0 / step);
      }
      writer.log("test.accuracy", 1000, 9, 0.99);
      writer.metric("test.accuracy", 0.99);
      writer.claims(
          List.of(
              new ClaimResult(
                  "test.accuracy",
                  ClaimSource.MEMORY,
                  OptionalDouble.of(0.9905),
                  "figure 9",
                  0.989,
                  0.99,
                  1,
                  Verdict.MET)));
      put(writer, "confusion", ArtefactKind.MATRIX, "csv", ",0,1\n0,5,1\n1,0,7\n");
      put(
          writer,
          "mistakes",
          ArtefactKind.GALLERY,
          "json",
          "[{\"caption\":\"9 → 4\",\"png\":\"AA==\"}]");
      put(writer, "filters", ArtefactKind.IMAGE, "png", "not looked into");
      put(writer, "samples", ArtefactKind.TEXT, "txt", "a story");
      put(
          writer,
          "heads",
          ArtefactKind.ATTENTION,
          "json",
          "[{\"name\":\"1\",\"rows\":[\"a\"],\"columns\":[\"b\"],\"weights\":[[1.0]]}]");
      put(writer, "sweep", ArtefactKind.CURVES, "csv", "n,error\n1,0.5\n2,\n3,0.25\n");
      put(writer, "rows", ArtefactKind.TABLE, "csv", "n,error\n1,0.5\n");
      writer.finish(new RunTotals(1, 1000, 1 << 20));
      return store.find(writer.id());
    }
  }

  private static void put(
      profundo.train.store.RunWriter writer,
      String name,
      ArtefactKind kind,
      String ending,
      String text) {
    writer.artefact(name, kind, name + "." + ending, name, text.getBytes(StandardCharsets.UTF_8));
  }
}
