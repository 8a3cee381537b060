package profundo.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import profundo.data.table.Table.Cell;

/// The column of the classes.
///
/// @param texts what stands in the column for each class
/// @param names what the classes are called
record Labels(String column, List<String> texts, List<String> names) {
  static Labels fit(Table table, int place) {
    var column = table.header().get(place);
    var names = table.classNames();
    if (!names.isEmpty() && place == table.header().size() - 1) {
      var texts = new ArrayList<String>();
      for (int i = 0; i < names.size(); i++) {
        texts.add(Integer.toString(i));
      }
      return new Labels(column, texts, names);
    }
    var texts = new TreeSet<>(Categories.ORDER);
    for (int row = 0; row < table.size(); row++) {
      var cell = table.cell(row, place);
      texts.add(text(cell));
      var number = cell.find();
      if (number.isPresent() && number.getAsDouble() != Math.rint(number.getAsDouble())) {
        throw cell.wrong("fractionalLabelAt");
      }
    }
    return new Labels(column, List.copyOf(texts), List.copyOf(texts));
  }

  private static String text(Cell cell) {
    if (cell.isMissing()) {
      throw cell.wrong("noLabelAt");
    }
    return cell.text();
  }

  long code(Cell cell) {
    int code = Categories.code(texts, text(cell));
    if (code < 0) {
      throw cell.wrong("unseenLabelAt", Categories.list(texts));
    }
    return code;
  }
}
