package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.RecipeWords;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.lab.project.Project;
import profundo.nn.Net;

/// A copy of a recipe is a recipe of its own.
class NewProjectTest {
  @TempDir Path folder;

  static Stream<Recipe<?>> recipes() {
    return Recipes.all().stream();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aCopyOfEveryRecipeCompilesAndHasItsNetsAndWords(Recipe<?> recipe) throws Exception {
    var project = folder.resolve("copia");
    NewProject.copyOf(recipe, ProjectName.of("copia"), Locale.ENGLISH).writeTo(project);
    var copy = Project.open(project).recipe();

    assertThat(copy.id()).isEqualTo("copia");
    assertThat(copy.getClass().getPackageName()).isEqualTo("copia");
    for (var scale : Scale.values()) {
      assertThat(copy.settings(scale).values()).isEqualTo(recipe.settings(scale).values());
      assertThat(parameters(copy, scale)).isEqualTo(parameters(recipe, scale));
    }
    for (var language : new Locale[] {Locale.ENGLISH, Locale.of("es")}) {
      assertThat(RecipeWords.of(copy, language).words())
          .isEqualTo(RecipeWords.of(recipe, language).words())
          .isNotEmpty();
    }
    assertThat(sources(project)).doesNotContain("profundo.models", "profundo.recipes");
    assertThat(net(copy).getClass().getPackageName()).isEqualTo("copia");
  }

  private static Map<String, Long> parameters(Recipe<?> recipe, Scale scale) {
    var counts = new TreeMap<String, Long>();
    ModelSizes.of(recipe, scale).forEach((part, size) -> counts.put(part, size.parameters()));
    return counts;
  }

  private static <S extends RecipeSettings> Net net(Recipe<S> recipe) {
    var settings = recipe.settings(Scale.SMOKE);
    try (var net = recipe.model(settings, recipe.facts(settings), recipe.parts().getFirst())) {
      return net;
    }
  }

  private static String sources(Path project) throws Exception {
    var all = new StringBuilder();
    try (var files = Files.walk(project.resolve("src/main/java"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  /// The project's own files for Maven name what the house is built with.
  @Test
  void thePomHasTheVersionsOfTheHouse() throws Exception {
    var project = NewProject.copyOf(Recipes.find("mlp"), ProjectName.of("mine"), Locale.ENGLISH);
    var pom = new String(project.files().get("pom.xml"), StandardCharsets.UTF_8);
    var house = Files.readString(Path.of("../pom.xml"));
    for (var version : pom.split("<version>", -1)) {
      var number = version.substring(0, Math.max(0, version.indexOf("</version>")));
      if (number.contains(".")) {
        assertThat(house).contains(">" + number + "<");
      }
    }
  }

  @Test
  void theReadmeIsInTheReadersLanguage() {
    var mlp = Recipes.find("mlp");
    var spanish = NewProject.copyOf(mlp, ProjectName.of("mia"), Locale.of("es"));
    var english = NewProject.copyOf(mlp, ProjectName.of("mia"), Locale.ENGLISH);
    assertThat(new String(spanish.files().get("README.md"), StandardCharsets.UTF_8))
        .contains("Una copia de la receta `mlp`", "src/main/java/mia/Mlp.java");
    assertThat(new String(english.files().get("README.md"), StandardCharsets.UTF_8))
        .contains("A copy of Profundo's recipe `mlp`");
  }

  @ParameterizedTest
  @CsvSource({
    "Mi red neuronal, mi-red-neuronal, miredneuronal",
    "percepción_2, percepcion-2, percepcion2",
    "resnet-año, resnet-ano, resnetano",
    "__net__, net, net"
  })
  void aFoldersNameBecomesThatOfARecipeAndAPackage(String folder, String id, String packageName) {
    assertThat(ProjectName.ofFolder(folder)).isEqualTo(new ProjectName(id, packageName));
  }

  @ParameterizedTest
  @CsvSource({"2pac", "class", "学校", "Mia", "a.b", "-", "profundo", "lenet5"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> ProjectName.of(name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("--name");
  }

  @Test
  void whatIsWrittenInTextsAndCommentsStays() {
    var source =
        SourceText.parse(
            """
            package old.place;

            import old.place.Other;
            import other.models.Net;
            import other.models.Net.Part;

            /// Of other.models.Net.
            class A {
              String text = "other.models.Net, old.place and \\"name\\"";
              other.models.Net net;
              Object about = new About("name", "name");
            }
            """);
    assertThat(source.moved(Set.of("other.models.Net", "old.place.Other"), "mine", "name", "own"))
        .isEqualTo(
            """
            package mine;

            import mine.Net.Part;

            /// Of other.models.Net.
            class A {
              String text = "other.models.Net, old.place and \\"name\\"";
              mine.Net net;
              Object about = new About("own", "name");
            }
            """);
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAsItIs() throws Exception {
    var project = NewProject.copyOf(Recipes.find("mlp"), ProjectName.of("mine"), Locale.ENGLISH);
    var full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> project.writeTo(full)).isInstanceOf(UsageException.class);
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> project.writeTo(file)).isInstanceOf(UsageException.class);
    try (var left = Files.walk(folder)) {
      assertThat(left.map(folder::relativize).map(Path::toString))
          .containsExactlyInAnyOrder("", "full", "full/thesis.txt", "file");
    }
    var empty = Files.createDirectory(folder.resolve("empty"));
    project.writeTo(empty);
    assertThat(empty.resolve("pom.xml")).exists();
  }

  @Test
  void aParentThatIsNotThereOrReadOnlyIsNamedAndNothingIsLeft() throws Exception {
    var project = NewProject.copyOf(Recipes.find("mlp"), ProjectName.of("mine"), Locale.ENGLISH);
    assertThatThrownBy(() -> project.writeTo(folder.resolve("a/b")))
        .hasMessageContaining(folder.resolve("a/b").toString());
    assertThatThrownBy(() -> project.writeTo(Path.of("/proc/mine")))
        .hasMessageContaining("/proc/mine");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNoProjectIsRefusedInOneSentence() throws Exception {
    refused("There is no folder", folder.resolve("none"));
    refused("no Java files", Files.createDirectory(folder.resolve("empty")));
    var project = folder.resolve("mine");
    NewProject.copyOf(Recipes.find("mlp"), ProjectName.of("mine"), Locale.ENGLISH).writeTo(project);
    var sources = project.resolve("src/main/java/mine");
    var recipe = Files.readString(sources.resolve("MlpRecipe.java"));
    var other = sources.resolve("OtherRecipe.java");
    Files.writeString(other, recipe.replace("MlpRecipe", "OtherRecipe"));
    refused("several recipes", project);
    Files.delete(other);
    Files.writeString(sources.resolve("MlpRecipe.java"), recipe.replace("\"mine\"", "\"mlp\""));
    refused("give it another name", project);
    Files.writeString(sources.resolve("MlpRecipe.java"), recipe.replace("\"mine\"", "\"../m\""));
    refused("other characters", project);
    Files.delete(sources.resolve("MlpRecipe.java"));
    refused("There is no recipe in", project);
    Files.writeString(other, "package profundo.lab;\nfinal class Lab {}\n");
    refused("is one of Profundo's", project);
  }

  private static void refused(String sentence, Path project) {
    assertThatThrownBy(() -> Recipes.find(project.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining(project.toString());
  }

  @Test
  void newSaysWhatMayBeCopied() {
    assertThat(said("new", "mine")).contains("profundo new mine --from mlp", "resnet20");
    assertThat(said("new", "mine", "--from", "resnet2")).contains("Did you mean resnet20?");
    assertThat(said("new", "mine", "--from", "mlp", "--name", "2nets")).contains("2nets", "--name");
    assertThat(Path.of("mine")).doesNotExist();
  }

  private static String said(String... words) {
    var err = new StringWriter();
    int status = Main.command().setErr(new PrintWriter(err)).execute(words);
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1);
    return err.toString();
  }
}
