package profundo.tensor;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts the words of a native message into those of this library: element types by their names
/// here, no C++ namespaces, no names of kernels, no options of Python, no files of the machine that
/// libtorch was built on.
final class NativeWords {
  private static final String SOURCE =
      "\"?(/[\\w.+@-]+)+/[\\w.+-]+\\.(cpp|cc|cu|cuh|h|hpp)\"?(:\\d+)?";

  /// C++'s names of the types, longer ones first; those of one plain word only in brackets.
  private static final List<Map.Entry<Pattern, String>> CPP =
      List.of(
          rule("c10::complex<double>", "complex128"),
          rule("c10::complex<float>", "complex64"),
          rule("c10::BFloat16", "bfloat16"),
          rule("c10::Half", "float16"),
          rule("\\bunsigned char\\b", "uint8"),
          rule("\\bsigned char\\b", "int8"),
          rule("\\bshort int\\b", "int16"),
          rule("\\blong int\\b", "int64"),
          rule("(?<=\\btype |\\()int(?=\\)| )", "int32"),
          rule("(?<=\\btype |\\()float(?=\\)| )", "float32"),
          rule("(?<=\\btype |\\()double(?=\\)| )", "float64"),
          rule("(?<=\\btype |\\()bool(?=\\)| )", "bool"));

  /// libtorch's names of the types.
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          entry("ComplexDouble", "complex128"),
          entry("ComplexFloat", "complex64"),
          entry("BFloat16", "bfloat16"),
          entry("Half", "float16"),
          entry("Float", "float32"),
          entry("Double", "float64"),
          entry("Byte", "uint8"),
          entry("Char", "int8"),
          entry("Short", "int16"),
          entry("Int", "int32"),
          entry("Long", "int64"),
          entry("Bool", "bool"));

  private static final Pattern TYPE =
      Pattern.compile("\\b(" + String.join("|", TYPES.keySet()) + ")(Tensor|Type)?\\b");

  private static final List<Map.Entry<Pattern, String>> PHRASES =
      List.of(
          rule("\\s*\\(Could this error message be improved\\?.*$", ""),
          rule("\\s*INTERNAL ASSERT FAILED at .*$", " does not hold inside libtorch"),
          rule("^Expected (.*) to be true, but got false\\.", "$1 does not hold."),
          rule("\"\\w+\" not implemented for '(\\w+)'", "not implemented for $1"),
          rule("\\b(?:CPU|CUDA)(\\w+)Type\\{(\\[[^\\]]*\\])\\}", "$1$2"),
          rule("\\s*(?:at |in |from )?" + SOURCE + ":?", ""),
          rule("\\b(?:(?:c10|at|std|torch|native|caffe2)::)+", ""));

  private NativeWords() {}

  private static Map.Entry<Pattern, String> rule(String what, String instead) {
    return entry(Pattern.compile(what), instead);
  }

  /// A native message in plain words.
  static String plain(String message) {
    var text = Advice.ours(message);
    for (var rule : CPP) {
      text = rule.getKey().matcher(text).replaceAll(rule.getValue());
    }
    for (var rule : PHRASES) {
      text = rule.getKey().matcher(text).replaceAll(rule.getValue());
    }
    return TYPE.matcher(text).replaceAll(found -> TYPES.get(found.group(1))).strip();
  }
}
