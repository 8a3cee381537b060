package profundo.nn;

import java.util.List;

/// What loading a state dict did.
///
/// @param loaded the names of the net that took their numbers from the state dict
/// @param missing the names of the net that the state dict has nothing for: they are as before
/// @param unexpected the names of the state dict that the net has no place for
/// @param suggestion what would make more of the names match, such as another prefix; empty if
///   there is nothing to suggest
public record LoadResult(
    List<String> loaded, List<String> missing, List<String> unexpected, String suggestion) {
  /// Copies of the lists.
  public LoadResult {
    loaded = List.copyOf(loaded);
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }

  /// The numbers, the first names of each kind, and the suggestion.
  @Override
  public String toString() {
    return "loaded "
        + loaded.size()
        + StateDict.listed("; missing: ", missing)
        + StateDict.listed("; not expected: ", unexpected)
        + (suggestion.isEmpty() ? "" : "; " + suggestion);
  }
}
