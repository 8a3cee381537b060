package profundo.data.table;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import profundo.data.table.Table.Row;

/// The first line of scikit-learn's own tables: the number of rows, the number of features, and the
/// names of the classes that the last column counts from 0.
final class Counts {
  /// What scikit-learn calls the last column.
  static final String TARGET = "target";

  private Counts() {}

  /// Whether a first line may be one above lines of so many fields.
  static boolean isHead(List<String> first, int columns) {
    return first.size() > 2
        && first.get(0).matches("\\d{1,9}")
        && first.get(1).equals(Integer.toString(columns - 1));
  }

  /// The names of the classes, if the first line counts what follows and the last column counts
  /// them; else none.
  static List<String> classNames(List<Row> lines) {
    var first = lines.getFirst().fields();
    if (lines.size() < 2
        || !isHead(first, lines.get(1).fields().size())
        || !first.get(0).equals(Integer.toString(lines.size() - 1))) {
      return List.of();
    }
    var names = first.subList(2, first.size());
    var numbers = IntStream.range(0, names.size()).mapToObj(String::valueOf);
    var known = numbers.collect(Collectors.toSet());
    boolean counted =
        lines.stream().skip(1).allMatch(row -> known.contains(row.fields().getLast()));
    return counted ? List.copyOf(names) : List.of();
  }
}
