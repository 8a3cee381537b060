package profundo.lab.project;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.lab.Recipe;
import profundo.lab.UsageException;

/// A recipe in a folder of somebody's own, as sources: Java in `src/main/java` and words in
/// `src/main/resources`, or Java files alone.
///
/// The sources are compiled in memory when the folder is opened, so that nothing that is done to it
/// later changes a training that runs. A run keeps a copy of them in [#SOURCE] of its own folder,
/// from which it is resumed and from which it predicts.
///
/// @param folder where it was opened
/// @param recipe the one that is in it
public record Project(Path folder, Recipe<?> recipe) {
  /// Where a run's folder has the sources that it was made with.
  public static final String SOURCE = "source";

  private static final Text TEXT = Text.of(Project.class);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

  /// Compiles what is in a folder and finds its recipe: the public class that implements [Recipe].
  ///
  /// @throws UsageException if the folder or its recipe is not as it has to be
  /// @throws SourceException if the sources do not compile
  public static Project open(Path folder) {
    return open(folder, folder);
  }

  /// The same of a copy of a project's sources.
  ///
  /// @param place where the project itself is
  public static Project open(Path copy, Path place) {
    var folder = place;
    var sources = new SourceFiles(place, SourceFiles.read(copy).files());
    var classes = Compilation.of(sources);
    var parent = Recipe.class.getClassLoader();
    for (var name : classes.keySet()) {
      if (parent.getResource(name.replace('.', '/') + ".class") != null) {
        throw new UsageException(TEXT, "taken", folder, name);
      }
    }
    var recipe = recipe(folder, new ProjectLoader(sources, classes, parent));
    if (!ID.matcher(recipe.id()).matches()) {
      throw new UsageException(TEXT, "noId", recipe.id(), folder);
    }
    return new Project(folder, recipe);
  }

  /// Whether a folder has sources of a project.
  public static boolean isIn(Path folder) {
    return SourceFiles.areIn(folder);
  }

  /// The project that a recipe comes from, if it comes from one.
  public static Optional<Project> of(Recipe<?> recipe) {
    return loader(recipe).map(loader -> new Project(loader.sources().folder(), recipe));
  }

  /// The place in a project's own code that something came from, such as `MyRecipe.java:41`; empty
  /// if no code of a project was at work.
  public static Optional<String> place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> ProjectLoader.NAME.equals(frame.getClassLoaderName()))
        .findFirst()
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber());
  }

  /// The folder without links, by which a run remembers it.
  public Path place() {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new ProfundoException(TEXT.get("unreadable", folder, Reason.of(e)), e);
    }
  }

  /// Copies the sources, as they were compiled, into a run's folder.
  public void keep(Path run) {
    copyTo(run.resolve(SOURCE));
  }

  /// SHA-256 of the sources and words, as they were compiled, in hexadecimal digits.
  public String hash() {
    return loader(recipe).map(loader -> loader.sources().hash()).orElse("");
  }

  /// The same of the sources in a folder, which need not compile.
  ///
  /// @throws UsageException if the folder has none
  public static String hash(Path folder) {
    return SourceFiles.read(folder).hash();
  }

  /// Copies the sources and words, as they were compiled, into a folder, which is made.
  public void copyTo(Path target) {
    loader(recipe).ifPresent(loader -> loader.sources().copyTo(target));
  }

  /// Removes what [#keep] put into a run's folder, if it did.
  public static void forget(Path run) {
    SourceFiles.remove(run.resolve(SOURCE));
  }

  private static Optional<ProjectLoader> loader(Recipe<?> recipe) {
    return recipe.getClass().getClassLoader() instanceof ProjectLoader loader
        ? Optional.of(loader)
        : Optional.empty();
  }

  private static Recipe<?> recipe(Path folder, ProjectLoader loader) {
    try {
      var found =
          loader.classNames().stream()
              .sorted()
              .<Class<?>>map(name -> load(loader, name))
              .filter(Project::isRecipe)
              .toList();
      if (found.size() > 1) {
        var names = found.stream().map(Class::getSimpleName).toList();
        throw new UsageException(TEXT, "several", folder, String.join(", ", names));
      }
      if (found.isEmpty()) {
        throw new UsageException(TEXT, "noRecipe", folder);
      }
      return made(found.getFirst());
    } catch (LinkageError e) {
      throw new UsageException(TEXT, "unloaded", folder, e);
    }
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(e.getMessage());
    }
  }

  private static boolean isRecipe(Class<?> type) {
    return Recipe.class.isAssignableFrom(type)
        && Modifier.isPublic(type.getModifiers())
        && !Modifier.isAbstract(type.getModifiers());
  }

  private static Recipe<?> made(Class<?> type) {
    try {
      return (Recipe<?>) type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new UsageException(TEXT, "unmade", type.getSimpleName(), e.getTargetException());
    } catch (ReflectiveOperationException _) {
      throw new UsageException(TEXT, "noConstructor", type.getSimpleName());
    }
  }
}
