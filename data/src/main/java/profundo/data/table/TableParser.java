package profundo.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import profundo.base.Decimal;
import profundo.data.shared.FileKind;
import profundo.data.shared.Reading;
import profundo.data.shared.Refusal;
import profundo.data.table.Table.Row;
import profundo.data.text.Utf8;

/// Reads the lines of a table, and finds out what the first one is.
final class TableParser {
  private final Path file;
  private final TableOptions options;
  private final String text;
  private final char separator;

  TableParser(Path file, TableOptions options) {
    this.file = file;
    this.options = options;
    var name = file.toString();
    this.text =
        Reading.of(
            file,
            FileKind.Wish.TABLE,
            in -> Utf8.decode(Reading.all(Reading.unpacked(in), name), name));
    this.separator = options.separator.orElseGet(() -> isTsv() ? '\t' : Separator.of(text));
  }

  private boolean isTsv() {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?");
  }

  Table table() {
    var lines = isTsv() && separator == '\t' ? tabbed() : quoted();
    if (lines.isEmpty()) {
      throw Refusal.of("emptyTable", file);
    }
    var first = lines.getFirst().fields();
    var counts = options.hasHeader.isPresent() ? List.<String>of() : Counts.classNames(lines);
    boolean named =
        options.hasHeader.orElse(options.names == null && counts.isEmpty() && !isRow(first));
    var rows = lines.subList(named || !counts.isEmpty() ? 1 : 0, lines.size());
    int columns = named ? first.size() : rows.getFirst().fields().size();
    requireEqual(rows, columns);
    var header = header(first, named, columns, !counts.isEmpty());
    return new Table(
        new TableFormat(file.toString(), header, counts, hasCommas(rows), options.missing), rows);
  }

  private List<String> header(List<String> first, boolean named, int columns, boolean counted) {
    if (options.names != null) {
      if (options.names.size() != columns) {
        throw Refusal.of(
            "unequalNames",
            file,
            Integer.toString(columns),
            Integer.toString(options.names.size()));
      }
      return options.names;
    }
    if (named) {
      return first;
    }
    var header = new ArrayList<>(IntStream.range(0, columns).mapToObj(String::valueOf).toList());
    if (counted) {
      header.set(columns - 1, Counts.TARGET);
    }
    return List.copyOf(header);
  }

  private void requireEqual(List<Row> rows, int columns) {
    for (var row : rows) {
      if (row.fields().size() != columns) {
        throw Refusal.of(
            "unequalRow",
            file,
            Long.toString(row.line()),
            Integer.toString(row.fields().size()),
            Integer.toString(columns),
            separator == '\t' ? "\\t" : Character.toString(separator));
      }
    }
  }

  /// Whether a first line is numbers, and not names that count up by ones.
  private boolean isRow(List<String> first) {
    char comma = separator == ';' ? ',' : '.';
    boolean numbers =
        first.stream().allMatch(field -> Decimal.of(field.strip().replace(comma, '.')).isPresent());
    return numbers && !countsUp(first);
  }

  private static boolean countsUp(List<String> names) {
    if (names.size() == 1 || !names.stream().allMatch(name -> name.matches("\\d{1,9}"))) {
      return false;
    }
    int first = Integer.parseInt(names.getFirst());
    return IntStream.range(0, names.size())
        .allMatch(i -> Integer.parseInt(names.get(i)) == first + i);
  }

  private boolean hasCommas(List<Row> rows) {
    return options.decimalComma.orElseGet(() -> separator == ';' && writesCommas(rows));
  }

  private static boolean writesCommas(List<Row> rows) {
    boolean found = false;
    for (var row : rows) {
      for (var field : row.fields()) {
        var text = field.strip();
        if (text.indexOf('.') >= 0 && Decimal.of(text).isPresent()) {
          return false;
        }
        found |= text.indexOf(',') >= 0 && Decimal.of(text.replace(',', '.')).isPresent();
      }
    }
    return found;
  }

  private List<Row> tabbed() {
    var rows = new ArrayList<Row>();
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        rows.add(new Row(i + 1, List.of(lines.get(i).split("\t", -1))));
      }
    }
    return rows;
  }

  private List<Row> quoted() {
    try (var csv = reader(separator).ofCsvRecord(text)) {
      return csv.stream()
          .map(line -> new Row(line.getStartingLineNumber(), line.getFields()))
          .toList();
    } catch (IOException | CsvParseException | UncheckedIOException e) {
      var cause = e.getCause() == null ? "" : ": " + Refusal.reason(e.getCause());
      throw Refusal.of(e, "notTable", file, Refusal.reason(e) + cause);
    }
  }

  static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowExtraCharsAfterClosingQuote(false)
        .allowUnclosedQuote(false)
        .allowMissingFields(true)
        .allowExtraFields(true);
  }
}
