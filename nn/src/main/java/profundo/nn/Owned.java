package profundo.nn;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A tensor that a net owns.
///
/// @param name its name in the net; null if it is named by the field that holds it
record Owned(Kind kind, @Nullable String name, Tensor tensor) {
  private static final Map<Tensor, Boolean> REGISTERED =
      Collections.synchronizedMap(new WeakHashMap<>());

  /// What a net can own.
  enum Kind {
    PARAMETER,
    BUFFER,
    CONSTANT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Owned {
    REGISTERED.put(tensor, true);
  }

  /// Whether some net owns this tensor.
  static boolean isRegistered(Tensor tensor) {
    return REGISTERED.containsKey(tensor);
  }
}
