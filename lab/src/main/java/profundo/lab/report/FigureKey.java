package profundo.lab.report;

/// The key of a figure or a curve, taken apart: `test.plain.error` is the `error` of the part
/// `plain` on the split `test`.
///
/// @param split `train`, `validation` or `test`; empty where the key names none
/// @param part the part of the run; empty for the run's own net
/// @param quantity what is measured
record FigureKey(String split, String part, String quantity) {
  static FigureKey of(String key) {
    int first = key.indexOf('.');
    int last = key.lastIndexOf('.');
    return first < 0
        ? new FigureKey("", "", key)
        : new FigureKey(
            key.substring(0, first),
            first == last ? "" : key.substring(first + 1, last),
            key.substring(last + 1));
  }
}
