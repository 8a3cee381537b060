package profundo.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.tensor.Tensor;

/// A table of text in UTF-8, plain or gzipped, as spreadsheets write it: CSV or TSV. Empty lines
/// are passed over.
///
/// What separates the fields (`,`, `;` or a tab) is found from the first lines, and so is what the
/// first line is: the columns' names; numbers, so that the columns are called `0`, `1`, …; or
/// scikit-learn's counts and class names. [TableOptions] say it where that guess is wrong.
///
/// A field between quotation marks may hold separators, line ends and, twice each, quotation marks
/// (RFC 4180). In a file whose name ends with `.tsv` a quotation mark is a character like any other
/// (IANA, text/tab-separated-values).
///
/// ```java
/// var table = Table.read(Path.of("houses.csv"));
/// var parts = table.split(o -> o.seed(7));
/// var features = Features.fit(parts.train(), o -> o.target("price").standardise());
/// ```
public final class Table {
  private final TableFormat format;
  private final List<Row> rows;

  /// @param line where it begins in the file, from 1
  record Row(long line, List<String> fields) {}

  Table(TableFormat format, List<Row> rows) {
    this.format = format;
    this.rows = rows;
  }

  /// The table in a file.
  ///
  /// @throws DataException if it cannot be read, is not UTF-8, is empty, has a quotation mark that
  ///   nothing closes, or a line has more or fewer fields than the header
  public static Table read(Path file) {
    Given.require("file", file);
    return read(file, o -> {});
  }

  /// As [#read(Path)], told what is not to be guessed.
  public static Table read(Path file, Consumer<TableOptions> settings) {
    Given.require("file", file);
    return new TableParser(file, TableOptions.of(settings)).table();
  }

  /// The columns' names.
  public List<String> header() {
    return format.header();
  }

  /// The names of the classes that the last column counts from 0, where the file gives them in its
  /// first line, as scikit-learn's do; else none.
  public List<String> classNames() {
    return format.classNames();
  }

  /// The number of rows, the header not counted.
  public int size() {
    return rows.size();
  }

  /// A column's fields as they stand.
  ///
  /// @throws DataException if there is none of this name, or more than one
  public List<String> column(String column) {
    return column(place(Given.require("column", column)));
  }

  /// As [#column(String)] by the column's place, from 0.
  ///
  /// @throws DataException if there are not so many columns
  public List<String> column(int place) {
    requirePlace(place);
    return rows.stream().map(row -> row.fields().get(place)).toList();
  }

  /// A row's fields by their columns' names, in order; of several columns of one name, the last.
  ///
  /// @throws DataException if there are not so many rows
  public Map<String, String> row(int index) {
    if (index < 0 || index >= rows.size()) {
      throw Refusal.of("noRow", format.file(), rows.size(), index);
    }
    var row = new LinkedHashMap<String, String>();
    for (int place = 0; place < header().size(); place++) {
      row.put(header().get(place), rows.get(index).fields().get(place));
    }
    return row;
  }

  /// Columns of numbers, `[rows, columns]` in single precision. A number is written in decimal,
  /// such as `-12.5` or `3e-4` (`-12,5` where the table has decimal commas); nothing else counts as
  /// one: no empty field, no `NaN`, no `1,234.5`.
  ///
  /// @throws DataException if a column is missing or there are several of its name, or a field is
  ///   no number or beyond single precision: then it says where
  public Tensor numbers(String... columns) {
    Given.require("columns", columns);
    return numbers(Arrays.stream(columns).mapToInt(this::place).toArray());
  }

  /// As [#numbers(String...)] by the columns' places, from 0.
  public Tensor numbers(int... places) {
    Given.require("places", places);
    var values = new float[Math.multiplyExact(rows.size(), places.length)];
    for (int c = 0; c < places.length; c++) {
      requirePlace(places[c]);
      for (int row = 0; row < rows.size(); row++) {
        values[row * places.length + c] = cell(row, places[c]).single();
      }
    }
    return Tensor.of(values, rows.size(), places.length);
  }

  /// A column of numbers in double precision.
  ///
  /// @throws DataException as [#numbers(String...)]
  public double[] values(String column) {
    Given.require("column", column);
    int place = place(column);
    return IntStream.range(0, size()).mapToDouble(row -> cell(row, place).number()).toArray();
  }

  /// The table without the rows where a value is missing in one of these columns; without names, in
  /// any. [TableOptions#missing] says what a missing value looks like.
  ///
  /// @throws DataException if a column is missing or there are several of its name
  public Table withoutMissing(String... columns) {
    Given.require("columns", columns);
    var places =
        columns.length == 0
            ? IntStream.range(0, header().size()).toArray()
            : Arrays.stream(columns).mapToInt(this::place).toArray();
    var whole = new ArrayList<Row>();
    for (int row = 0; row < size(); row++) {
      int at = row;
      if (Arrays.stream(places).noneMatch(place -> cell(at, place).isMissing())) {
        whole.add(rows.get(row));
      }
    }
    return new Table(format, whole);
  }

  /// Parts for training, validation and testing, drawn at random; each has its rows in the file's
  /// order. Without options 70, 15 and 15 % of the rows, with seed 0.
  ///
  /// @throws DataException if a part that has a share is left without a row
  public TableParts split(Consumer<SplitOptions> settings) {
    return SplitOptions.of(settings).split(this);
  }

  Table rows(int[] indices) {
    return new Table(format, Arrays.stream(indices).mapToObj(rows::get).toList());
  }

  TableFormat format() {
    return format;
  }

  Cell cell(int row, int place) {
    return new Cell(this, rows.get(row), place);
  }

  /// One field in its place.
  record Cell(Table table, Row row, int place) {
    String text() {
      return row.fields().get(place).strip();
    }

    boolean isMissing() {
      return table.format.missing().contains(text());
    }

    OptionalDouble find() {
      return table.format.number(text());
    }

    double number() {
      return find().orElseThrow(() -> wrong(isMissing() ? "noNumberAt" : notNumber()));
    }

    float single() {
      float value = (float) number();
      if (Float.isInfinite(value)) {
        throw wrong("largeNumberAt");
      }
      return value;
    }

    private String notNumber() {
      return table.format.decimalComma() ? "notCommaNumberAt" : "notNumberAt";
    }

    /// A sentence about this field: its file, line, column and text, and what else is said.
    DataException wrong(String key, Object... more) {
      var column = table.header().get(place);
      var arguments = new ArrayList<Object>();
      arguments.addAll(List.of(table.format.file(), Long.toString(row.line()), column, text()));
      arguments.addAll(List.of(more));
      return Refusal.of(key, arguments.toArray());
    }
  }

  private void requirePlace(int place) {
    if (place < 0 || place >= header().size()) {
      throw Refusal.of("noColumn", format.file(), Integer.toString(place), names());
    }
  }

  /// The name of the column at a place, from 0, or from −1 backwards.
  String name(int place) {
    int at = place < 0 ? place + header().size() : place;
    requirePlace(at);
    return header().get(at);
  }

  int place(String column) {
    var places = IntStream.range(0, header().size()).filter(i -> header().get(i).equals(column));
    var found = places.boxed().toList();
    if (found.isEmpty()) {
      throw Refusal.of("noColumn", format.file(), column, names());
    }
    if (found.size() > 1) {
      var all = found.stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw Refusal.of("severalColumns", format.file(), column, all);
    }
    return found.getFirst();
  }

  private String names() {
    return String.join(", ", header());
  }
}
