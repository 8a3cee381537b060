package profundo.lab;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// How long a net is trained, in passes over its training data; or in examples, which are rounded
/// up to whole passes: then a net sees as many whatever the size of the data. It is written `20` or
/// `840000 examples`.
///
/// @param passes over the data; 0 where examples are said
/// @param examples that are shown; 0 where passes are said
public record Epochs(int passes, long examples) {
  private static final String EXAMPLES = " examples";

  /// What older runs wrote as 0.
  private static final Epochs OLD = showing(14L * 60_000);

  /// So many passes.
  public static Epochs of(int passes) {
    return new Epochs(passes, 0);
  }

  /// As many passes as show so many examples.
  public static Epochs showing(long examples) {
    return new Epochs(0, examples);
  }

  /// Reads a number of passes, or of examples.
  ///
  /// @throws UsageException if the text is neither
  static Epochs parse(String key, String text) {
    return read(text).orElseThrow(() -> new UsageException("epochs", key, text));
  }

  private static Optional<Epochs> read(String text) {
    if (text.endsWith(EXAMPLES)) {
      var number = text.substring(0, text.length() - EXAMPLES.length());
      return some(WholeNumber.of(number, 1, Long.MAX_VALUE), Epochs::showing);
    }
    return text.equals("0")
        ? Optional.of(OLD)
        : some(WholeNumber.of(text, 1, Integer.MAX_VALUE), passes -> of((int) passes));
  }

  private static Optional<Epochs> some(OptionalLong number, LongFunction<Epochs> form) {
    return number.isPresent() ? Optional.of(form.apply(number.getAsLong())) : Optional.empty();
  }

  /// Passes over data of so many examples.
  public int over(long there) {
    return passes > 0 ? passes : Math.toIntExact(Math.ceilDiv(examples, there));
  }

  @Override
  public String toString() {
    return passes > 0 ? Integer.toString(passes) : examples + EXAMPLES;
  }
}
