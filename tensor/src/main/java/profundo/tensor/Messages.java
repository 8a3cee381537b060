package profundo.tensor;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Turns what native code throws into what a person reads: the first line, the operation, the
/// shapes.
final class Messages {
  private Messages() {}

  /// The exception to throw for a native failure of `op` on these inputs. The failure itself, whose
  /// message is a page of native frames, is its cause only where a person debugs.
  static TensorException translate(String op, RuntimeException failure, Tensor... inputs) {
    if (failure instanceof TensorException already) {
      return already;
    }
    if (failure instanceof NullPointerException missing) {
      return NullArgument.of(op, missing);
    }
    var text = firstLine(String.valueOf(failure.getMessage()));
    var shapes = Arrays.stream(inputs).map(Messages::describe).collect(Collectors.joining(", "));
    Reference.reachabilityFence(inputs);
    var cause = Tensor.DEBUG ? failure : null;
    if (text.contains("allocate memory") || text.contains("out of memory")) {
      return new MemoryException(op, text, shapes, cause);
    }
    var message = op + ": " + text + (shapes.isEmpty() ? "" : ": " + shapes);
    return Fault.exception(op, text, message, open(inputs), cause);
  }

  /// A native message up to its first line break, without the mark of the throwing source file, in
  /// plain words.
  static String firstLine(String message) {
    int end = message.indexOf('\n');
    var line = (end < 0 ? message : message.substring(0, end)).strip();
    var text =
        line.replaceFirst("^\\[enforce fail at [^\\]]*\\]\\s*\\.?\\s*", "")
            .replaceFirst("\\s*Exception raised from .*$", "");
    return NativeWords.plain(text).replaceFirst("\\s*:+$", "");
  }

  private static Shape[] open(Tensor... inputs) {
    return Arrays.stream(inputs)
        .filter(tensor -> !tensor.isClosed())
        .map(Tensor::shape)
        .toArray(Shape[]::new);
  }

  private static String describe(Tensor tensor) {
    return tensor.isClosed() ? "a closed tensor" : tensor.shape().toString();
  }
}
