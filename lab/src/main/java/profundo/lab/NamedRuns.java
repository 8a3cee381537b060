package profundo.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import profundo.base.Reason;
import profundo.lab.project.Project;
import profundo.train.store.RunQuery;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// The runs that a person means by a name.
public final class NamedRuns {
  private NamedRuns() {}

  /// Of a recipe's name its runs, the newest first; of a project's folder those of the project; of
  /// a run's folder, its id, the beginning of its id or `latest` that one.
  ///
  /// @throws UsageException if a folder is neither a run's nor a project
  /// @throws profundo.train.store.StoreException if there is no such run
  public static List<StoredRun> of(RunStore store, String name) {
    if (Recipes.isFolder(name)) {
      return inFolder(store, Path.of(name));
    }
    var runs = store.list(RunQuery.all().recipe(name));
    return runs.isEmpty() && Recipes.named(name).isEmpty() ? List.of(store.find(name)) : runs;
  }

  private static List<StoredRun> inFolder(RunStore store, Path folder) {
    var all = store.list();
    var own = all.stream().filter(run -> isSame(run.folder(), folder)).toList();
    if (!own.isEmpty()) {
      return own;
    }
    var ofProject =
        all.stream()
            .filter(run -> project(store, run).filter(place -> isSame(place, folder)).isPresent())
            .toList();
    if (!ofProject.isEmpty()) {
      return ofProject;
    }
    if (Files.isDirectory(folder) && !Project.isIn(folder)) {
      throw new UsageException("noRunIn", folder);
    }
    return ofMoved(store, Project.open(folder).recipe().id());
  }

  /// A project that was moved is known by its recipe: its runs remember a folder that is gone.
  private static List<StoredRun> ofMoved(RunStore store, String recipe) {
    return store.list(RunQuery.all().recipe(recipe)).stream()
        .filter(run -> project(store, run).filter(place -> !Files.exists(place)).isPresent())
        .toList();
  }

  private static Optional<Path> project(RunStore store, StoredRun run) {
    return Optional.ofNullable(Description.of(store, run).project()).map(Path::of);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      throw new UsageException("folderUnread", other, Reason.of(e));
    }
  }
}
