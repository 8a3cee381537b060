package profundo.data.table;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import profundo.base.Decimal;

/// The order of categories, and how sentences list them.
final class Categories {
  private static final int LISTED = 10;

  /// Numbers by their size, before texts by their letters.
  static final Comparator<String> ORDER =
      Comparator.comparingDouble((String name) -> Decimal.of(name).orElse(Double.POSITIVE_INFINITY))
          .thenComparing(Comparator.naturalOrder());

  private Categories() {}

  /// The place of a category among others in their order; below 0 if it is none of them.
  static int code(List<String> categories, String category) {
    return Collections.binarySearch(categories, category, ORDER);
  }

  static String list(List<String> categories) {
    var first = String.join(", ", categories.subList(0, Math.min(LISTED, categories.size())));
    return categories.size() > LISTED ? first + ", …" : first;
  }
}
