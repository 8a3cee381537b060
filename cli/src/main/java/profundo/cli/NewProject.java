package profundo.cli;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import profundo.base.FolderTree;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.RecipeWords;
import profundo.lab.Scale;
import profundo.lab.UsageException;

/// The files of a project that begins as a copy of a recipe, by their ways from its folder.
///
/// @param name what it is called
/// @param files what goes into them
record NewProject(ProjectName name, Map<String, byte[]> files) {
  private static final Text TEXT = Text.of(NewProject.class);
  private static final String JAVA = "src/main/java/";
  private static final String RESOURCES = "src/main/resources/";
  private static final String TESTS = "src/test/java/";

  /// A copy of a recipe, in one package with its models.
  static NewProject copyOf(Recipe<?> recipe, ProjectName name, Locale language) {
    var sources = RecipeSources.of(recipe);
    var files = new LinkedHashMap<String, byte[]>();
    var home = name.packageName() + "/";
    sources
        .files()
        .forEach((type, source) ->
            files.put(
                JAVA + home + simple(type) + ".java",
                bytes(
                    source.moved(
                        sources.files().keySet(),
                        name.packageName(),
                        recipe.id(),
                        name.recipe()))));
    sources.words().forEach((file, content) -> files.put(RESOURCES + home + file, content));
    var model = model(recipe, name, sources, language);
    files.put(
        RESOURCES + "META-INF/services/" + Recipe.class.getName(),
        bytes(name.packageName() + "." + recipe.getClass().getSimpleName() + "\n"));
    files.put(
        TESTS + home + recipe.getClass().getSimpleName() + "Test.java",
        bytes(filled("Test.java", model)));
    files.put("pom.xml", bytes(filled("pom.xml", model)));
    boolean spanish = language.getLanguage().equals("es");
    files.put("README.md", bytes(filled(spanish ? "README_es.md" : "README.md", model)));
    return new NewProject(name, files);
  }

  private static Map<String, Object> model(
      Recipe<?> recipe, ProjectName name, RecipeSources sources, Locale language) {
    var nets = new ArrayList<Map<String, String>>();
    ModelSizes.of(recipe, Scale.PAPER)
        .forEach((part, size) ->
            nets.add(Map.of("part", part, "parameters", Long.toString(size.parameters()))));
    var models =
        sources.files().keySet().stream()
            .filter(type -> !type.startsWith(recipe.getClass().getPackageName() + "."))
            .map(NewProject::simple)
            .toList();
    var paper = recipe.about().paper();
    return Map.of(
        "id", name.recipe(),
        "package", name.packageName(),
        "from", recipe.id(),
        "recipe", recipe.getClass().getSimpleName(),
        "title", RecipeWords.of(recipe, language).title(recipe.about().title()),
        "paper", paper.authors() + " (" + paper.year() + "), " + paper.title(),
        "models", models,
        "nets", nets,
        "natives", natives());
  }

  private static String natives() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return system.startsWith("mac")
        ? "macosx-arm64"
        : system.startsWith("windows") ? "windows-x86_64" : "linux-x86_64";
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String filled(String template, Map<String, Object> model) {
    try (var in = NewProject.class.getResourceAsStream("project/" + template)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Mustache.compiler().escapeHTML(false).compile(text).execute(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the project whole or not at all, into a folder that is not there or is empty.
  void writeTo(Path folder) {
    var place = folder.toAbsolutePath().normalize();
    var draft =
        place.resolveSibling("." + place.getFileName() + "-" + ProcessHandle.current().pid());
    try {
      refuseTaken(folder, place);
      Files.createDirectory(draft);
      try {
        FolderTree.write(draft, files);
        Files.deleteIfExists(place);
        Files.move(draft, place);
      } finally {
        FolderTree.delete(draft);
      }
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
      throw new UsageException(TEXT, "new.taken", folder);
    } catch (IOException e) {
      throw new ProfundoException(TEXT.get("new.unwritten", folder, Reason.of(e)), e);
    }
  }

  private static void refuseTaken(Path folder, Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (var inside = Files.list(place)) {
        if (inside.findAny().isPresent()) {
          throw new UsageException(TEXT, "new.taken", folder);
        }
      }
    } else if (Files.exists(place)) {
      throw new UsageException(TEXT, "new.noFolder", folder);
    }
  }
}
