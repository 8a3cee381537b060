package profundo.data.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.ProfundoException;

/// How [Features] are made of a [Table]. Without options every column is a feature as it stands,
/// and what is missing is refused.
public final class FeatureOptions {
  @Nullable String label;
  private OptionalInt labelPlace = OptionalInt.empty();
  List<String> targets = List.of();
  List<String> columns = List.of();
  Set<String> without = Set.of();
  final Set<String> oneHot = new HashSet<>();
  final Set<String> codes = new HashSet<>();
  boolean standardise;
  Fill fill = Fill.REFUSED;
  double constant;
  @Nullable String word;
  boolean unseen;

  /// What stands for a missing number.
  enum Fill {
    REFUSED,
    MEAN,
    MEDIAN,
    CONSTANT
  }

  private FeatureOptions() {}

  static FeatureOptions of(Consumer<FeatureOptions> settings) {
    Given.require("settings", settings);
    var options = new FeatureOptions();
    settings.accept(options);
    return options;
  }

  /// The column of the classes that a net is to tell apart: `y` is their numbers, `[N]`.
  public FeatureOptions label(String column) {
    Given.require("column", column);
    this.label = required("label", column);
    return this;
  }

  /// As [#label(String)] by the column's place, from 0; −1 is the last.
  public FeatureOptions label(int place) {
    this.labelPlace = OptionalInt.of(place);
    return this;
  }

  /// The columns of the numbers that a net is to predict: `y` is `[N, columns]` in single
  /// precision, as they stand.
  public FeatureOptions target(String... columns) {
    Given.require("columns", columns);
    this.targets = List.of(columns);
    return this;
  }

  /// The columns that are features, in this order; unsaid, all that are no label and no target.
  public FeatureOptions columns(String... columns) {
    Given.require("columns", columns);
    this.columns = List.of(columns);
    return this;
  }

  /// Columns that are no features, such as a row's number or a name.
  public FeatureOptions without(String... columns) {
    Given.require("columns", columns);
    this.without = Set.copyOf(List.of(columns));
    return this;
  }

  /// Takes the mean from each column of numbers and divides by its standard deviation (that of the
  /// population, as scikit-learn's `StandardScaler`); a column that is the same everywhere becomes
  /// 0.
  public FeatureOptions standardise() {
    this.standardise = true;
    return this;
  }

  /// Puts the column's mean where a number is missing.
  public FeatureOptions fillMean() {
    this.fill = Fill.MEAN;
    return this;
  }

  /// Puts the column's median where a number is missing.
  public FeatureOptions fillMedian() {
    this.fill = Fill.MEDIAN;
    return this;
  }

  /// Puts this number where one is missing, before standardising.
  ///
  /// @throws ProfundoException if it is not finite
  public FeatureOptions fill(double number) {
    if (!Double.isFinite(number)) {
      throw new ProfundoException("fill: a number is put in, not " + number + ".");
    }
    this.fill = Fill.CONSTANT;
    this.constant = number;
    return this;
  }

  /// Takes a missing category for this one, which may be one of its own.
  public FeatureOptions fill(String category) {
    Given.require("category", category);
    this.word = required("fill", category);
    return this;
  }

  /// Makes one column of 0 and 1 for each category of these columns, which may hold numbers;
  /// unsaid, of every column of texts with up to 100 categories.
  public FeatureOptions oneHot(String... columns) {
    Given.require("columns", columns);
    oneHot.addAll(List.of(columns));
    return this;
  }

  /// Makes one column of these columns' categories, counted from 0 in their order, for an embedding
  /// or a tree.
  public FeatureOptions codes(String... columns) {
    Given.require("columns", columns);
    codes.addAll(List.of(columns));
    return this;
  }

  /// Gives categories that were not there when the features were made one code, or one column of 0
  /// and 1, of their own; unsaid, they are refused.
  public FeatureOptions unseenAsOwn() {
    this.unseen = true;
    return this;
  }

  /// Finds the columns that were said, and refuses what does not fit the table or each other.
  void check(Table table) {
    labelPlace.ifPresent(place -> label = table.name(place));
    if (label != null && !targets.isEmpty()) {
      throw new ProfundoException("Features have a label or targets, not both.");
    }
    named().forEach(table::place);
    for (var column : columns) {
      if (column.equals(label) || targets.contains(column)) {
        throw new ProfundoException(
            "The column \"" + column + "\" is to be predicted: it is no feature.");
      }
    }
  }

  private List<String> named() {
    var named = new ArrayList<>(targets);
    named.addAll(columns);
    named.addAll(without);
    named.addAll(oneHot);
    named.addAll(codes);
    return named;
  }

  private static String required(String option, @Nullable String given) {
    if (given == null) {
      throw new ProfundoException("Option " + option + " is given null.");
    }
    return given;
  }
}
