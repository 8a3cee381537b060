package profundo.lab.study;

import java.nio.file.Files;
import java.nio.file.Path;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.project.Project;
import profundo.train.store.RunStore;

/// The recipe of an arm: one that the program finds by its name, or a project's as its sources were
/// when the study was planned.
///
/// @param name the recipe's name
/// @param project the folder of the project that it is from; empty of one that the program finds
/// @param sources SHA-256 of the project's files; empty without a project
public record StudiedRecipe(String name, String project, String sources) {
  /// What an older plan says of an arm's recipe: nothing.
  static final StudiedRecipe UNSAID = new StudiedRecipe("", "", "");

  /// What is to be known of a recipe.
  public static StudiedRecipe of(Recipe<?> recipe) {
    return Project.of(recipe)
        .map(from -> new StudiedRecipe(recipe.id(), from.place().toString(), from.hash()))
        .orElse(new StudiedRecipe(recipe.id(), "", ""));
  }

  /// Keeps the project's sources in the store, so that whoever edits them later changes nothing.
  void keep() {
    if (!project.isEmpty() && !Files.isDirectory(kept())) {
      Project.of(recipe()).ifPresent(from -> from.copyTo(kept()));
    }
  }

  /// The recipe.
  ///
  /// @throws profundo.lab.UsageException if it is not there, or its project is another by now
  public Recipe<?> recipe() {
    if (project.isEmpty()) {
      return Recipes.find(name);
    }
    var place = Path.of(project);
    var from = Project.open(Files.isDirectory(kept()) ? kept() : place, place);
    if (!from.hash().equals(sources)) {
      throw StudyText.refuse("plan.sources", project);
    }
    return from.recipe();
  }

  private Path kept() {
    return RunStore.home().resolve("sources").resolve(sources);
  }
}
