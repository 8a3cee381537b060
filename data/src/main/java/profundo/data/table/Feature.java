package profundo.data.table;

import java.util.List;
import profundo.data.table.Table.Cell;

/// What a net sees of one column: one number, or several.
sealed interface Feature permits NumberFeature, CategoryFeature {
  /// The column's name.
  String column();

  /// What its numbers are called.
  List<String> names();

  /// Writes the numbers of a field from this place on.
  void write(Cell cell, float[] into, int at);
}
