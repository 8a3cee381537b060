package profundo.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Finds out whether the names of two state dicts would match with a prefix more or less.
final class Prefixes {
  private Prefixes() {}

  /// A sentence's part that says what to load instead; empty if no prefix helps.
  static String suggestion(Set<String> wanted, Set<String> given) {
    var less = most(given, wanted);
    var more = most(wanted, given);
    long now = given.stream().filter(wanted::contains).count();
    if (less.getValue() > now && less.getValue() >= more.getValue()) {
      return text(less, "under");
    }
    return more.getValue() > now ? text(more, "prefixed") : "";
  }

  private static String text(Map.Entry<String, Integer> found, String method) {
    return found.getValue()
        + " names match by load(state."
        + method
        + "(\""
        + found.getKey()
        + "\"))";
  }

  /// The prefix without which most of the long names are among the short ones, and how many are.
  private static Map.Entry<String, Integer> most(Set<String> longs, Set<String> shorts) {
    var counts = new LinkedHashMap<String, Integer>();
    for (var name : longs) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        if (shorts.contains(name.substring(dot + 1))) {
          counts.merge(name.substring(0, dot + 1), 1, Integer::sum);
        }
      }
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry("", 0));
  }
}
