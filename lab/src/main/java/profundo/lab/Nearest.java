package profundo.lab;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// What a mistyped name was probably meant to be.
public final class Nearest {
  private Nearest() {}

  /// The name that the fewest changed letters make of the typed one; empty if there are no names.
  public static String of(String typed, Collection<String> names) {
    return names.stream().min(Comparator.comparing(name -> changes(typed, name))).orElse("");
  }

  /// The nearest name, if no more than a third of the typed letters must change.
  public static Optional<String> close(String typed, Collection<String> names) {
    return Optional.of(of(typed, names))
        .filter(name -> 3 * changes(typed, name) <= Math.max(3, typed.length()));
  }

  private static int changes(String typed, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(typed, name);
  }
}
