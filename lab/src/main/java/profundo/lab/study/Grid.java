package profundo.lab.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every combination of some values of some settings: `lr=1e-3,3e-3 optimizer=sgd,adam` are four.
///
/// @param cells the combinations, each by the settings' names
public record Grid(List<Map<String, String>> cells) {
  /// The most combinations of a grid.
  public static final int MOST_CELLS = 64;

  /// The grid that words say.
  ///
  /// @param axes each a setting's name, an equals sign and its values between commas
  /// @throws profundo.lab.UsageException if a word is no axis, names a setting twice, or there are
  ///   too many combinations
  public static Grid parse(List<String> axes) {
    var cells = List.of(Map.<String, String>of());
    var seen = new ArrayList<String>();
    for (var axis : axes) {
      int equals = axis.indexOf('=');
      var name = axis.substring(0, Math.max(0, equals));
      var values = List.of(axis.substring(equals + 1).split(",", -1));
      if (name.isBlank() || values.stream().anyMatch(String::isBlank)) {
        throw StudyText.refuse("grid.axis", axis);
      }
      if (seen.contains(name)) {
        throw StudyText.refuse("grid.twice", name);
      }
      seen.add(name);
      cells = extended(cells, name, values);
    }
    return new Grid(cells);
  }

  private static List<Map<String, String>> extended(
      List<Map<String, String>> cells, String name, List<String> values) {
    if ((long) cells.size() * values.size() > MOST_CELLS) {
      throw StudyText.refuse("grid.large", MOST_CELLS);
    }
    var more = new ArrayList<Map<String, String>>();
    for (var cell : cells) {
      for (var value : values) {
        var extended = new LinkedHashMap<>(cell);
        extended.put(name, value);
        more.add(extended);
      }
    }
    return List.copyOf(more);
  }
}
