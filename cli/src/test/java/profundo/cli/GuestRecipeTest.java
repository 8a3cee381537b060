package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recipe from elsewhere is found on the class path and has all that ours have; its runs are
/// understood where it is not there.
class GuestRecipeTest {
  private static final String RECIPE =
      """
      package guest;

      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import profundo.data.source.Origin;
      import profundo.lab.*;
      import profundo.lab.exhibit.Exhibits;
      import profundo.nn.Linear;
      import profundo.optim.Adam;
      import profundo.tensor.Scope;
      import profundo.tensor.Tensor;
      import profundo.train.Facts;
      import profundo.train.Run;

      public final class LineRecipe implements Recipe<LineRecipe.Settings> {
        static final class Settings extends RecipeSettings {
          int steps = 400;

          @Override
          protected void check() {
            Range.atLeast(1).check("steps", steps);
          }
        }

        @Override
        public About about() {
          return new About(
              "line", "regression", "A line goes through four points",
              new Paper("Gauss", 1809, "Theoria motus", "https://example.org"),
              List.of("four points"), new Seconds(1, 1, 1),
              List.of(Claim.oursAtMost("test.error", "a line has no other points").everywhere(0.01)));
        }

        @Override
        public Settings settings(Scale scale) {
          return new Settings();
        }

        @Override
        public Linear model(Settings settings, Facts facts, String part) {
          return new Linear(1, 1);
        }

        @Override
        public void run(Run run, Settings settings) {
          run.data(new Origin("four points", Origin.Source.SYNTHETIC, 4));
          run.facts(Facts.NONE);
          var net = model(settings, Facts.NONE, Run.WHOLE);
          var adam = new Adam(net.parameters(), 0.1);
          try (var scope = Scope.open()) {
            var x = Tensor.of(new float[] {0, 1, 2, 3}, 4, 1);
            var y = x.mul(2).add(1);
            for (int step = 0; step < settings.steps; step++) {
              var loss = net.forward(x).sub(y).square().mean();
              adam.zeroGrad();
              loss.backward();
              adam.step();
              run.step(4);
              run.log("train.loss", 0, loss.item());
            }
            run.metric("test.error", net.forward(x).sub(y).abs().max().item());
          }
          run.save(net);
          Exhibits.text(run, "remark", "the line is 2 x + 1");
        }

        @Override
        public Prediction predict(Trained<Settings> trained, Path input) {
          try (var scope = Scope.open()) {
            float x = Float.parseFloat(Files.readString(input).strip());
            var y = ((Linear) trained.net()).forward(Tensor.of(new float[] {x}, 1, 1));
            return Prediction.of("%.0f".formatted(y.item()));
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      """;

  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void aPersonCompilesARecipe() throws Exception {
    classes = Files.createDirectories(folder.resolve("guest/META-INF/services")).resolve("../..");
    Files.writeString(
        classes.resolve("META-INF/services/profundo.lab.Recipe"), "guest.LineRecipe\n");
    Files.createDirectories(classes.resolve("guest"));
    Files.writeString(
        classes.resolve("guest/messages_es.properties"),
        "title=Una recta pasa por cuatro puntos\n");
    var source = Files.writeString(folder.resolve("LineRecipe.java"), RECIPE);
    var javac =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString())
            .inheritIO()
            .start();
    assertThat(javac.waitFor()).isZero();
  }

  @Test
  void itRunsIsShownPredictsReportsAndIsUnderstoodWithoutItself() throws Exception {
    var with = command(Map.of("PROFUNDO_RECIPES", classes.toString()));
    assertThat(with.run("list").out()).contains("A line goes through four points");
    assertThat(with.run("show", "line").out()).contains("Linear: 2 parameters", "steps", "400");
    var ran = with.run("run", "line", "--seeds", "2", "--set", "steps=500");
    assertThat(ran.status()).as(ran.err()).isZero();
    var input = Files.writeString(folder.resolve("ten.txt"), "10");
    assertThat(with.run("predict", "line", input.toString()).out()).contains(": 21");
    assertThat(with.run("run", "lin").err()).contains("Did you mean line?");

    var without = command(Map.of());
    assertThat(without.run("runs").out()).contains("line-");
    var page = folder.resolve("page.html");
    assertThat(without.run("report", "latest", "--out", page.toString()).status()).isZero();
    assertThat(Files.readString(page))
        .contains("A line goes through four points", "Gauss", "the line is 2 x + 1")
        .contains("<td>500</td><td>400</td>");
    var spanish = command(Map.of("PROFUNDO_LANG", "es"));
    assertThat(spanish.run("report", "latest", "--out", page.toString()).status()).isZero();
    assertThat(Files.readString(page)).contains("Una recta pasa por cuatro puntos");
    var refused = without.run("predict", "latest", input.toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("There is no recipe \"line\"").hasLineCount(1);
  }

  private Command command(Map<String, String> variables) throws IOException {
    return new Command(Files.createDirectories(folder.resolve("home")), variables);
  }
}
