package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A student's day: a recipe is copied, run, changed, run again and compared, by the command alone.
class ProjectTest {
  private static final String RECIPE = "src/main/java/miperceptron/PerceptronRecipe.java";

  @TempDir Path folder;
  private Command command;
  private Path project;

  @BeforeEach
  void aStudentHasAFolderOfHerOwn() throws Exception {
    command = new Command(Files.createDirectory(folder.resolve("home")));
    project = Files.createDirectories(folder.resolve("Tareas de José")).resolve("mi perceptrón");
  }

  private Command.Said ok(String... words) throws Exception {
    var said = command.run(words);
    assertThat(said.status()).as(said.err() + said.out()).isZero();
    return said;
  }

  private void edit(String file, String old, String by) throws Exception {
    var text = Files.readString(project.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(project.resolve(file), text.replace(old, by));
  }

  @Test
  void aCopyIsRunChangedComparedReportedAndResumed() throws Exception {
    var made = ok("new", project.toString(), "--from", "perceptron", "--name", "mi-perceptron");
    assertThat(made.out()).contains("mi-perceptron, a copy of perceptron", "README.md");
    ok("run", project.toString(), "--scale", "smoke");

    edit(RECIPE, "settings.hidden, 1)", "settings.hidden, settings.hidden, 1)");
    assertThat(ok("show", project.toString()).out()).contains("Mlp: 37 parameters");
    ok("run", project.toString(), "--set", "hidden=5");

    var runs = ok("runs", "--json").json();
    var ids = List.of(runs.get(0).get("run").asString(), runs.get(1).get("run").asString());
    assertThat(ok("compare", ids.get(0), ids.get(1)).out()).contains("hidden", "5", "4");
    var page = ok("report", project.toString()).out().strip();
    assertThat(page).contains(ids.get(0));
    assertThat(Files.readString(Path.of(page)).replace("&#39;", "'").lines())
        .anyMatch(line -> line.contains("run '" + place() + "' --scale laptop"));

    var source = "source/src/main/java/miperceptron/PerceptronRecipe.java";
    assertThat(Files.readString(folder(ids.get(0)).resolve(source)))
        .isEqualTo(Files.readString(project.resolve(RECIPE)));
    assertThat(Files.readString(folder(ids.get(1)).resolve(source)))
        .isNotEqualTo(Files.readString(project.resolve(RECIPE)));

    var done = command.run("run", "--resume", project.toString());
    assertThat(done.status()).isEqualTo(2);
    assertThat(done.err()).contains(ids.get(0) + " is done").hasLineCount(1);
  }

  private String place() {
    try {
      return project.toRealPath().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(String run) {
    return command.home().resolve("runs").resolve(run);
  }

  @Test
  void whatDoesNotCompileIsShownByFileAndLineAndLeavesNothing() throws Exception {
    ok("new", project.toString(), "--from", "perceptron", "--name", "mi-perceptron");
    edit(RECIPE, "int hidden = 4;", "int hidden = four;");
    var line = Files.readAllLines(project.resolve(RECIPE)).indexOf("    int hidden = four;") + 1;
    var refused = command.run("run", project.toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains(project.resolve(RECIPE) + ":" + line + ": cannot find symbol")
        .endsWith("do not compile (one error): nothing was run.\n");
    assertThat(command.home()).isEmptyDirectory();
  }

  @Test
  void anErrorOfTheStudentsOwnCodeIsNotCalledOurs() throws Exception {
    ok("new", project.toString(), "--from", "perceptron", "--name", "mi-perceptron");
    edit(RECIPE, "unit.forward(x), y));", "unit.forward(x), (Tensor) (Object) \"y\"));");
    var failed = command.run("run", project.toString());
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err())
        .contains("ClassCastException", "It came from PerceptronRecipe.java:")
        .doesNotContain("Profundo itself");
  }
}
