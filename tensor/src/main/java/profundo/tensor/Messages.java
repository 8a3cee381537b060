package profundo.tensor;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Turns what native code throws into what a person reads: the first line, the operation, the
/// shapes.
final class Messages {
  /// C++ names of element types and this library's; a name that holds another comes first.
  private static final List<Map.Entry<String, String>> TYPES =
      List.of(
          Map.entry("c10::Half", "float16"),
          Map.entry("c10::BFloat16", "bfloat16"),
          Map.entry("c10::complex<float>", "complex64"),
          Map.entry("c10::complex<double>", "complex128"),
          Map.entry("unsigned char", "uint8"),
          Map.entry("signed char", "int8"),
          Map.entry("short int", "int16"),
          Map.entry("long int", "int64"));

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
    return new TensorException(op + ": " + text + (shapes.isEmpty() ? "" : ": " + shapes), cause);
  }

  /// A native message up to its first line break, without the mark of the throwing source file.
  static String firstLine(String message) {
    int end = message.indexOf('\n');
    var line = (end < 0 ? message : message.substring(0, end)).strip();
    return named(line)
        .replaceFirst("^\\[enforce fail at [^\\]]*\\]\\s*\\.?\\s*", "")
        .replaceFirst("\\s*Exception raised from .*$", "")
        .replaceFirst("\\s*INTERNAL ASSERT FAILED at .*$", " does not hold inside libtorch")
        .replaceFirst("\\s*:+$", "");
  }

  private static String named(String line) {
    var result = line;
    for (var type : TYPES) {
      result = result.replace(type.getKey(), type.getValue());
    }
    return result;
  }

  private static String describe(Tensor tensor) {
    return tensor.isClosed() ? "a closed tensor" : tensor.shape().toString();
  }
}
