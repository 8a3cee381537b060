package profundo.lab.study;

import java.util.Map;
import java.util.TreeMap;

/// One way of running a recipe.
///
/// @param name what tells it from the others, such as `pool=max`
/// @param changes the settings that it changes, beside those that all arms have
/// @param settings all its settings
public record Arm(String name, Map<String, String> changes, Map<String, String> settings) {
  /// Copies the maps, ordered by key.
  public Arm {
    changes = new TreeMap<>(changes);
    settings = new TreeMap<>(settings);
  }
}
