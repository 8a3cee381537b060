package profundo.data.table;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import profundo.base.Decimal;

/// What is to be known of a table beside its rows.
///
/// @param file as errors call it
/// @param classNames what the last column counts, if that is known
/// @param decimalComma whether numbers are written `1,5`
/// @param missing what stands where a value is missing
record TableFormat(
    String file,
    List<String> header,
    List<String> classNames,
    boolean decimalComma,
    Set<String> missing) {
  /// The number that a field is. With decimal commas a point is none: `1.234` may be a thousand.
  OptionalDouble number(String text) {
    if (!decimalComma) {
      return Decimal.of(text);
    }
    return text.indexOf('.') >= 0 ? OptionalDouble.empty() : Decimal.of(text.replace(',', '.'));
  }
}
