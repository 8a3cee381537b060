package profundo.data.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.shared.Order;
import profundo.data.shared.Refusal;

/// How a [Table] is split into parts.
public final class SplitOptions {
  private static final double ROUNDING = 1e-9;

  private long seed;
  private @Nullable String label;
  private OptionalInt labelPlace = OptionalInt.empty();
  private double train = 0.7;
  private double validation = 0.15;
  private double test = 0.15;

  private SplitOptions() {}

  static SplitOptions of(Consumer<SplitOptions> settings) {
    Given.require("settings", settings);
    var options = new SplitOptions();
    settings.accept(options);
    return options;
  }

  /// Fixes which rows are drawn.
  public SplitOptions seed(long seed) {
    this.seed = seed;
    return this;
  }

  /// Gives every part the shares of the classes that the whole table has, as nearly as whole rows
  /// allow.
  ///
  /// @param label the column of the classes
  public SplitOptions stratify(String label) {
    this.label = Given.require("label", label);
    return this;
  }

  /// As [#stratify(String)] by the column's place, from 0; −1 is the last.
  public SplitOptions stratify(int place) {
    this.labelPlace = OptionalInt.of(place);
    return this;
  }

  /// What share of the rows each part has; they add up to 1, and a part may have none.
  public SplitOptions shares(double train, double validation, double test) {
    if (!(train > 0 && validation >= 0 && test >= 0)
        || Math.abs(train + validation + test - 1) > ROUNDING) {
      throw new ProfundoException(
          "The shares of a split are 0 or more and add up to 1, and the first is above 0: not "
              + train
              + ", "
              + validation
              + " and "
              + test
              + ".");
    }
    this.train = train;
    this.validation = validation;
    this.test = test;
    return this;
  }

  TableParts split(Table table) {
    labelPlace.ifPresent(place -> label = table.name(place));
    var order = label == null ? shuffled(table) : interleaved(table, table.column(label));
    int first = (int) Math.round(train * table.size());
    int second = (int) Math.round((train + validation) * table.size());
    return new TableParts(
        part(table, order.subList(0, first), "train", train),
        part(table, order.subList(first, second), "validation", validation),
        part(table, order.subList(second, table.size()), "test", test));
  }

  private List<Integer> shuffled(Table table) {
    var order = Order.of(table.size(), OptionalLong.of(seed), 0).permutation();
    return IntStream.of(order).boxed().toList();
  }

  /// The rows in random order, such that every stretch of it has all classes in their proportion:
  /// the k-th of a class with n rows stands at (k + ½) / n of the way.
  private List<Integer> interleaved(Table table, List<String> classes) {
    var counts = new HashMap<String, Integer>();
    classes.forEach(name -> counts.merge(name, 1, Integer::sum));
    var seen = new HashMap<String, Integer>();
    var places = new double[table.size()];
    var order = new ArrayList<>(shuffled(table));
    for (int row : order) {
      var name = classes.get(row);
      places[row] = (seen.merge(name, 1, Integer::sum) - 0.5) / counts.getOrDefault(name, 1);
    }
    order.sort(Comparator.comparingDouble(row -> places[row]));
    return order;
  }

  private static Table part(Table table, List<Integer> rows, String name, double share) {
    if (rows.isEmpty() && share > 0) {
      throw Refusal.of("emptyPart", table.format().file(), table.size(), name);
    }
    return table.rows(rows.stream().mapToInt(Integer::intValue).sorted().toArray());
  }
}
