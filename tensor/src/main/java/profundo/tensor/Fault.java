package profundo.tensor;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a native message is about, told by its words: the binding hands every native error on as
/// one Java class. The order matters, since messages about types and indices show sizes as well.
enum Fault {
  DTYPE(
      "\\bd?types?\\b|not implemented for (bool|\\w+\\d)|floating.point|scalar ?type"
          + "|\\bcomplex (tensor|input|number)|is complex|\\b(real|real-valued|complex-valued) input"
          + "|\\b(boolean|bool|integral|integer|long) (mask|tensor|input)|expected bool"
          + "|\\b(float|int|uint|complex)\\d+ did not match|bool did not match|must be long"
          + "|are not supported for (integer|bool)",
      "\\bdevice types?\\b|cannot be converted to type|supposed to be a vector|only supports 1-d"),
  INDEX(
      "out of (range|bounds)|exceeds dimension size|Class values must be|\\bindex -?\\d+ is"
          + "|Dimension specified as|invalid (index|dim)\\b",
      "out of range of"),
  SHAPE(
      "\\b(shapes?|sizes?|dim|dims|dimensions?|dimensional|[0-9]-?[dD]|numel|channels|elements)\\b"
          + "|\\b(rank|batch_size|columns)\\b|broadcast|must match|\\b(square|batches of) matri"
          + "|must be a matrix|number of data points|to be a vector|non-empty|must not be empty|equation|\\bscalar\\b",
      "^$");

  private final Pattern words;
  private final Pattern others;

  Fault(String words, String others) {
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    this.others = Pattern.compile(others, Pattern.CASE_INSENSITIVE);
  }

  /// The exception for a native message in plain words.
  static TensorException exception(
      String op, String text, String message, Shape[] shapes, @Nullable Throwable cause) {
    for (var fault : values()) {
      if (fault.words.matcher(text).find() && !fault.others.matcher(text).find()) {
        return switch (fault) {
          case DTYPE -> new DTypeException(message, op, shapes, false, cause);
          case INDEX -> new IndexException(message, op, shapes, false, cause);
          case SHAPE -> new ShapeException(message, op, shapes, false, cause);
        };
      }
    }
    return new TensorException(message, cause);
  }
}
