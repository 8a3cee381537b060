package profundo.train.store;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.train.TrainException;

/// What a person means by an id or its beginning.
final class ById {
  private static final Text TEXT = Text.of(TrainException.class);
  private static final int LISTED = 5;

  private ById() {}

  /// The one with this id, or the only one whose id begins so.
  ///
  /// @param found those whose ids begin with the name
  /// @param none the sentence's key if there is none
  /// @param several the sentence's key if there are several
  /// @throws UnknownRunException if there is none, or there are several
  static <T> T only(
      String name, List<T> found, Function<T, String> id, String none, String several) {
    for (var one : found) {
      if (found.size() == 1 || id.apply(one).equals(name)) {
        return one;
      }
    }
    if (found.isEmpty() || name.isEmpty()) {
      throw new UnknownRunException(TEXT.get(none, name));
    }
    var ids = found.stream().limit(LISTED).map(id).collect(Collectors.joining(", "));
    throw new UnknownRunException(TEXT.get(several, name, found.size(), ids));
  }
}
