package profundo.base;

import org.jspecify.annotations.Nullable;

/// The check of arguments that may not be null, for the floors above: each says so in a sentence,
/// by the argument's name.
public final class Given {
  private Given() {}

  /// Wants something, and returns it.
  ///
  /// @throws ProfundoException if it is null
  public static <T> T require(String name, @Nullable T given) {
    if (given == null) {
      throw new ProfundoException(name + " is null.");
    }
    return given;
  }
}
