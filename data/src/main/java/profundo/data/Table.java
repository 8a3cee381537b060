package profundo.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import profundo.tensor.Decimal;
import profundo.tensor.Tensor;

/// A table of text in UTF-8, plain or gzipped: CSV, or TSV where the file's name ends with `.tsv`;
/// its first line names the columns. Empty lines are passed over.
///
/// In CSV a field between quotation marks may hold commas, line ends and, twice each, quotation
/// marks (RFC 4180). In TSV a quotation mark is a character like any other (IANA,
/// text/tab-separated-values).
public final class Table {
  private final String name;
  private final List<String> header;
  private final List<Row> rows;

  /// @param line where it begins in the file, from 1
  private record Row(long line, List<String> fields) {}

  private Table(String name, List<String> header, List<Row> rows) {
    this.name = name;
    this.header = header;
    this.rows = rows;
  }

  /// The table in a file.
  ///
  /// @throws DataException if it cannot be read, is not UTF-8, is empty, has a quotation mark that
  ///   nothing closes, or a line has more or fewer fields than the header
  public static Table read(Path file) {
    var text = Utf8.read(file, FileKind.Wish.TABLE);
    var name = file.toString().toLowerCase(Locale.ROOT);
    var lines = name.matches(".*\\.tsv(\\.gz)?") ? tabbed(text) : quoted(text, file);
    if (lines.isEmpty()) {
      throw new DataException("emptyTable", file);
    }
    var header = lines.getFirst().fields();
    var rows = lines.subList(1, lines.size());
    for (var row : rows) {
      if (row.fields().size() != header.size()) {
        throw new DataException(
            "unequalRow",
            file,
            Long.toString(row.line()),
            Integer.toString(row.fields().size()),
            Integer.toString(header.size()));
      }
    }
    return new Table(file.toString(), header, rows);
  }

  private static List<Row> tabbed(String text) {
    var rows = new ArrayList<Row>();
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        rows.add(new Row(i + 1, List.of(lines.get(i).split("\t", -1))));
      }
    }
    return rows;
  }

  private static List<Row> quoted(String text, Path file) {
    var reader =
        CsvReader.builder()
            .allowExtraCharsAfterClosingQuote(false)
            .allowUnclosedQuote(false)
            .allowMissingFields(true)
            .allowExtraFields(true);
    try (var csv = reader.ofCsvRecord(text)) {
      return csv.stream()
          .map(line -> new Row(line.getStartingLineNumber(), line.getFields()))
          .toList();
    } catch (IOException | CsvParseException | UncheckedIOException e) {
      var cause = e.getCause() == null ? "" : ": " + DataException.reason(e.getCause());
      throw new DataException(e, "notTable", file, DataException.reason(e) + cause);
    }
  }

  /// The columns' names.
  public List<String> header() {
    return header;
  }

  /// The number of rows, the header not counted.
  public int size() {
    return rows.size();
  }

  /// A column's fields as they stand.
  ///
  /// @throws DataException if there is none of this name, or more than one
  public List<String> column(String column) {
    return column(place(column));
  }

  /// As [#column(String)] by the column's place, from 0.
  ///
  /// @throws DataException if there are not so many columns
  public List<String> column(int place) {
    requirePlace(place);
    return rows.stream().map(row -> row.fields().get(place)).toList();
  }

  /// Columns of numbers, `[rows, columns]` in double precision. A number is written in decimal with
  /// a point, such as `-12.5` or `3e-4`; nothing else counts as one: no empty field, no `NaN`, no
  /// comma.
  ///
  /// @throws DataException if a column is missing or there are several of its name, or a field is
  ///   no number: then it says where
  public Tensor numbers(String... columns) {
    return numbers(Arrays.stream(columns).mapToInt(this::place).toArray());
  }

  /// As [#numbers(String...)] by the columns' places, from 0.
  public Tensor numbers(int... places) {
    var values = new double[Math.multiplyExact(rows.size(), places.length)];
    for (int c = 0; c < places.length; c++) {
      requirePlace(places[c]);
      for (int row = 0; row < rows.size(); row++) {
        values[row * places.length + c] = number(rows.get(row), places[c]);
      }
    }
    return Tensor.of(values, rows.size(), places.length);
  }

  private double number(Row row, int place) {
    var field = row.fields().get(place).strip();
    return Decimal.of(field)
        .orElseThrow(() ->
            new DataException(
                field.isEmpty() ? "noNumberAt" : "notNumberAt",
                name,
                Long.toString(row.line()),
                header.get(place),
                field));
  }

  private void requirePlace(int place) {
    if (place < 0 || place >= header.size()) {
      throw new DataException("noColumn", name, Integer.toString(place), names());
    }
  }

  private int place(String column) {
    var places = IntStream.range(0, header.size()).filter(i -> header.get(i).equals(column));
    var found = places.boxed().toList();
    if (found.isEmpty()) {
      throw new DataException("noColumn", name, column, names());
    }
    if (found.size() > 1) {
      var all = found.stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw new DataException("severalColumns", name, column, all);
    }
    return found.getFirst();
  }

  private String names() {
    return String.join(", ", header);
  }
}
