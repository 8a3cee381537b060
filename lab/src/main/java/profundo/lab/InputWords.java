package profundo.lab;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import profundo.base.Text;

/// Says what a recipe takes to predict or to draw from, as the command line writes it.
final class InputWords {
  private static final Text TEXT = Text.of(UsageException.class);

  private InputWords() {}

  /// Refuses what a recipe does not take.
  ///
  /// @throws UsageException with what it takes instead
  static void refuse(Recipe<?> recipe, Input input) {
    var taken = recipe.takes();
    for (var part : input.parts()) {
      if (!taken.contains(part)) {
        throw part == InputPart.NOTHING
            ? new UsageException("input.nothing", recipe.id(), list(taken))
            : new UsageException("input.not", recipe.id(), word(part), list(taken));
      }
    }
  }

  private static String list(Set<InputPart> parts) {
    return Arrays.stream(InputPart.values())
        .filter(part -> part != InputPart.NOTHING && parts.contains(part))
        .map(InputWords::word)
        .collect(Collectors.joining(", "));
  }

  private static String word(InputPart part) {
    return TEXT.get("input." + part);
  }
}
