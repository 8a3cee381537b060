package profundo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.Scale;

/// When the code of a recipe was changed, by git.
///
/// @param root the repository's folder
record SourceHistory(Path root) {
  /// Why the history cannot be asked: no git, no repository, or a clone without its history.
  Optional<String> unavailable() {
    try {
      if (!git("rev-parse", "--is-inside-work-tree").equals("true")) {
        return Optional.of(root + " is no git repository");
      }
      return git("rev-parse", "--is-shallow-repository").equals("true")
          ? Optional.of(root + " is a shallow clone: its history is not there")
          : Optional.empty();
    } catch (IOException | BenchException e) {
      return Optional.of("git does not answer in " + root + ": " + e.getMessage());
    }
  }

  /// The day of the newest change to a recipe's code after a commit; empty if there is none.
  ///
  /// @throws BenchException if the commit is not in the history of this checkout
  String changed(Recipe<?> recipe, String commit) {
    return changed(files(recipe), commit);
  }

  /// The day of the newest commit after this one that touched one of the files.
  String changed(List<Path> files, String commit) {
    try {
      git("merge-base", "--is-ancestor", commit, "HEAD");
    } catch (IOException | BenchException _) {
      throw new BenchException("figures.unknownCommit", commit);
    }
    var words = new ArrayList<>(List.of("log", "-1", "--format=%as", commit + "..HEAD", "--"));
    files.forEach(file -> words.add(file.toString()));
    try {
      return git(words.toArray(String[]::new));
    } catch (IOException e) {
      throw new BenchException("figures.unknownCommit", commit);
    }
  }

  /// The files that say what a recipe does: its package, its settings', its models'.
  List<Path> files(Recipe<?> recipe) {
    var files = new ArrayList<Path>();
    files.add(Path.of("recipes/src/main/java", path(recipe.getClass().getPackageName())));
    var settings = recipe.settings(Scale.LAPTOP).getClass();
    if (settings.getEnclosingClass() == null) {
      files.add(Path.of("lab/src/main/java", path(settings.getName()) + ".java"));
    }
    for (var size : ModelSizes.of(recipe, Scale.LAPTOP).values()) {
      var name = size.net().replaceFirst("\\..*", "");
      files.add(Path.of("models/src/main/java/profundo/models", name + ".java"));
    }
    return files.stream().filter(file -> Files.exists(root.resolve(file))).distinct().toList();
  }

  private static String path(String name) {
    return name.replace('.', '/');
  }

  private String git(String... words) throws IOException {
    var command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(words));
    var git = new ProcessBuilder(command).redirectErrorStream(true).start();
    git.getOutputStream().close();
    var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (git.waitFor() != 0) {
        throw new BenchException("start.failed", String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return said;
  }
}
