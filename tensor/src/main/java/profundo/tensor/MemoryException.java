package profundo.tensor;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// There is not enough memory on the device for an operation's result.
public final class MemoryException extends TensorException {
  private static final long serialVersionUID = 1L;

  private static final Pattern BYTES = Pattern.compile("allocate (\\d+) bytes");
  private static final double GIB = 1L << 30;

  private final String asked;

  MemoryException(String op, String nativeText, String shapes, @Nullable Throwable cause) {
    this(op, asked(nativeText), cause, shapes.isEmpty() ? "" : " for " + shapes);
  }

  private MemoryException(String op, String asked, @Nullable Throwable cause, String reason) {
    super(
        op
            + ": out of memory ("
            + asked
            + ")"
            + reason
            + ". Lower the batch size or the model's width.",
        cause);
    this.asked = asked;
  }

  private static String asked(String nativeText) {
    var bytes = BYTES.matcher(nativeText);
    return bytes.find()
        ? String.format(Locale.ROOT, "%.1f GiB", Double.parseDouble(bytes.group(1)) / GIB)
        : nativeText;
  }

  /// How much was asked for, such as `292.1 GiB`; where that is unknown, what the device said.
  public String asked() {
    return asked;
  }
}
