package profundo.lab;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// What a mistyped name was probably meant to be.
final class Nearest {
  private Nearest() {}

  /// The name that the fewest changed letters make of the typed one.
  static String of(String typed, Collection<String> names) {
    var distance = LevenshteinDistance.getDefaultInstance();
    return names.stream().min(Comparator.comparing(name -> distance.apply(typed, name))).orElse("");
  }
}
