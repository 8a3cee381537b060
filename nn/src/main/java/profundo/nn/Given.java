package profundo.nn;

import org.jspecify.annotations.Nullable;

/// The checks of arguments that may not be null.
final class Given {
  private Given() {}

  /// Wants something, and returns it.
  static <T> T require(String name, @Nullable T given) {
    if (given == null) {
      throw new NetException(name + " is null.");
    }
    return given;
  }

  /// As [#require(String,Object)] for what a net is given.
  static <T> T require(Net net, String name, @Nullable T given) {
    if (given == null) {
      throw net.wrong(name + " is null.");
    }
    return given;
  }
}
