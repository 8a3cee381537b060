package profundo.lab.study;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One way of running a recipe.
///
/// @param name what tells it from the others, such as `pool=max`
/// @param beside the name of the arm that it is held against; empty of one that others are held
///   against
/// @param system the recipe that it runs
/// @param changes the settings that it changes, beside those that all arms have
/// @param fitted the settings that were found so that it is as large as the arm beside it
/// @param settings all its settings
public record Arm(
    String name,
    String beside,
    StudiedRecipe system,
    Map<String, String> changes,
    Map<String, String> fitted,
    Map<String, String> settings) {
  /// Copies the maps, ordered by key; a plan of an older Profundo has arms of one recipe, all held
  /// against the first, and none that was fitted.
  public Arm(
      String name,
      @Nullable String beside,
      @Nullable StudiedRecipe system,
      Map<String, String> changes,
      @Nullable Map<String, String> fitted,
      Map<String, String> settings) {
    this.name = name;
    this.beside = beside == null ? "" : beside;
    this.system = system == null ? StudiedRecipe.UNSAID : system;
    this.changes = new TreeMap<>(changes);
    this.fitted = fitted == null ? Map.of() : new TreeMap<>(fitted);
    this.settings = new TreeMap<>(settings);
  }

  Arm beside(Arm other) {
    return new Arm(name, other.name(), system, changes, fitted, settings);
  }

  /// Whether it is the same change of the same recipe, on whatever data.
  boolean isAs(Arm other) {
    return changes.equals(other.changes) && system.equals(other.system);
  }
}
