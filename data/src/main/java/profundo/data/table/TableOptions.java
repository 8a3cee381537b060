package profundo.data.table;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.ProfundoException;

/// How a [Table] is written, where that is not to be guessed.
public final class TableOptions {
  private static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "?", "NaN", "nan", "null", "NULL");

  Optional<Character> separator = Optional.empty();
  Optional<Boolean> decimalComma = Optional.empty();
  Optional<Boolean> hasHeader = Optional.empty();
  @Nullable List<String> names;
  Set<String> missing = MISSING;

  private TableOptions() {}

  static TableOptions of(Consumer<TableOptions> settings) {
    Given.require("settings", settings);
    var options = new TableOptions();
    settings.accept(options);
    return options;
  }

  /// What stands between two fields.
  public TableOptions separator(char separator) {
    if (separator == '"' || separator == '\n' || separator == '\r' || separator == 0) {
      throw new ProfundoException(
          "A separator stands between fields, such as ',', ';' or a tab: it is no quotation mark"
              + " and no line end.");
    }
    this.separator = Optional.of(separator);
    return this;
  }

  /// Numbers are written `1,5`. Unsaid, they are where `;` separates the fields, some number has a
  /// comma and none a point.
  public TableOptions decimalComma() {
    this.decimalComma = Optional.of(true);
    return this;
  }

  /// Numbers are written `1.5`, whatever the separator.
  public TableOptions decimalPoint() {
    this.decimalComma = Optional.of(false);
    return this;
  }

  /// The first line names the columns. Unsaid, it does unless all of it is numbers that do not
  /// count up by ones (as `0,1,2` or `2019,2020` do), or scikit-learn's counts.
  public TableOptions header() {
    this.hasHeader = Optional.of(true);
    return this;
  }

  /// The first line is a row: the columns are called `0`, `1`, ….
  public TableOptions headless() {
    this.hasHeader = Optional.of(false);
    return this;
  }

  /// The columns' names, one for each. Where the file has a header too, say [#header()], and these
  /// take its place; else the first line is a row.
  public TableOptions names(String... names) {
    Given.require("names", names);
    this.names = List.of(names);
    return this;
  }

  /// What stands where a value is missing, white space around it aside; unsaid, nothing at all,
  /// `NA`, `N/A`, `?`, `NaN`, `nan`, `null` or `NULL`. The empty text `""` stands for nothing at
  /// all.
  public TableOptions missing(String... texts) {
    Given.require("texts", texts);
    this.missing = Set.copyOf(List.of(texts));
    return this;
  }
}
