package profundo.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import profundo.base.UserPath;
import profundo.lab.project.Project;
import profundo.train.store.StoredRun;

/// Every recipe that the program finds: those of its modules that provide [Recipe], and those that
/// a jar on the class path names in `META-INF/services`.
public final class Recipes {
  private static final List<Recipe<?>> ALL = find();

  private Recipes() {}

  private static List<Recipe<?>> find() {
    return ServiceLoader.load(Recipe.class).stream()
        .<Recipe<?>>map(ServiceLoader.Provider::get)
        .toList();
  }

  /// All recipes, in the order in which they are provided: that of the course.
  public static List<Recipe<?>> all() {
    return ALL;
  }

  /// The recipe with this name, if there is one.
  public static Optional<Recipe<?>> named(String id) {
    return ALL.stream().filter(recipe -> recipe.id().equals(id)).findFirst();
  }

  /// The recipe with this name, or that of the [Project] in a folder.
  ///
  /// @throws UsageException if there is none
  public static Recipe<?> find(String name) {
    if (isFolder(name)) {
      return ofProject(UserPath.of(name));
    }
    var names = ALL.stream().<String>map(Recipe::id).toList();
    if (name.isEmpty()) {
      throw new UsageException("noRecipe", String.join(", ", names));
    }
    return named(name).orElseThrow(() -> UsageException.unknown("unknownRecipe", name, names));
  }

  /// The recipe that a run was made with: of a project as its sources were then.
  ///
  /// @throws UsageException if it is not there
  public static Recipe<?> of(StoredRun run) {
    var source = run.folder().resolve(Project.SOURCE);
    return Files.isDirectory(source) ? Project.open(source).recipe() : find(run.plan().recipe());
  }

  /// Whether a name is that of a folder: it is a path, or no recipe has it and a folder does.
  public static boolean isFolder(String name) {
    return name.contains("/")
        || name.contains(File.separator)
        || !name.isEmpty() && named(name).isEmpty() && Files.isDirectory(UserPath.of(name));
  }

  private static Recipe<?> ofProject(Path folder) {
    var recipe = Project.open(folder).recipe();
    if (named(recipe.id()).isPresent()) {
      throw new UsageException("recipeTaken", recipe.id(), folder);
    }
    return recipe;
  }
}
