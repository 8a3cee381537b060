package profundo.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import profundo.data.shared.Refusal;
import profundo.data.table.Table.Cell;

/// A column of categories: one number that says which, or a 1 among 0s.
///
/// @param fill what a missing category is taken for
/// @param unseen whether what is none of them has a number of its own, the last
record CategoryFeature(
    String column, List<String> categories, boolean oneHot, Optional<String> fill, boolean unseen)
    implements Feature {
  private static final int MOST = 100;

  /// What the column of unseen categories is called.
  private static final String OTHER = "…";

  static CategoryFeature fit(Table table, int place, FeatureOptions options) {
    var column = table.header().get(place);
    var fill = Optional.ofNullable(options.word);
    boolean oneHot = !options.codes.contains(column);
    var categories = new TreeSet<>(Categories.ORDER);
    for (int row = 0; row < table.size(); row++) {
      categories.add(category(table.cell(row, place), fill));
    }
    fill.ifPresent(categories::add);
    if (oneHot && categories.size() > MOST && !options.oneHot.contains(column)) {
      throw Refusal.of("manyCategories", table.format().file(), column, categories.size());
    }
    return new CategoryFeature(column, List.copyOf(categories), oneHot, fill, options.unseen);
  }

  private static String category(Cell cell, Optional<String> fill) {
    if (cell.isMissing()) {
      return fill.orElseThrow(() -> cell.wrong("noCategoryAt"));
    }
    return cell.text();
  }

  @Override
  public List<String> names() {
    if (!oneHot) {
      return List.of(column);
    }
    var names = new ArrayList<>(categories.stream().map(name -> column + "=" + name).toList());
    if (unseen) {
      names.add(column + "=" + OTHER);
    }
    return names;
  }

  @Override
  public void write(Cell cell, float[] into, int at) {
    int code = Categories.code(categories, category(cell, fill));
    if (code < 0 && !unseen) {
      throw cell.wrong("unseenCategoryAt", Categories.list(categories));
    }
    int number = code < 0 ? categories.size() : code;
    if (oneHot) {
      into[at + number] = 1;
    } else {
      into[at] = number;
    }
  }

  /// Whether a column that nothing is said of holds categories: none of its fields is a number.
  static boolean isMeant(Table table, int place) {
    var known =
        IntStream.range(0, table.size())
            .mapToObj(row -> table.cell(row, place))
            .filter(cell -> !cell.isMissing())
            .toList();
    return !known.isEmpty() && known.stream().noneMatch(cell -> cell.find().isPresent());
  }
}
