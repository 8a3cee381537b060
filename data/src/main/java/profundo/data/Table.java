package profundo.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import profundo.tensor.Tensor;

/// A table of text in UTF-8: CSV, or TSV where the file's name ends with `.tsv`; its first line
/// names the columns.
public final class Table {
  private final String name;
  private final List<String> header;
  private final List<List<String>> rows;

  private Table(String name, List<String> header, List<List<String>> rows) {
    this.name = name;
    this.header = header;
    this.rows = rows;
  }

  /// The table in a file.
  ///
  /// @throws DataException if it cannot be read, is not UTF-8, is empty, or a line has more or
  ///   fewer fields than the header
  public static Table read(Path file) {
    char separator = file.toString().endsWith(".tsv") ? '\t' : ',';
    try (var csv = CsvReader.builder().fieldSeparator(separator).ofCsvRecord(Utf8.read(file))) {
      var lines = csv.stream().map(line -> line.getFields()).toList();
      if (lines.isEmpty()) {
        throw new DataException("notTable", file, "empty");
      }
      var header = lines.getFirst();
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i).size() != header.size()) {
          throw new DataException(
              "notTable", file, i + 1 + ": " + lines.get(i).size() + " ≠ " + header.size());
        }
      }
      return new Table(file.toString(), header, lines.subList(1, lines.size()));
    } catch (IOException | CsvParseException | UncheckedIOException e) {
      throw new DataException(e, "notTable", file, String.valueOf(e.getMessage()));
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
  /// @throws DataException if there is none of this name
  public List<String> column(String column) {
    int place = place(column);
    return rows.stream().map(row -> row.get(place)).toList();
  }

  /// Columns of numbers, `[rows, columns]` in double precision.
  ///
  /// @throws DataException if a column is missing, or a field is no number: then it says where
  public Tensor numbers(String... columns) {
    var values = new double[rows.size() * columns.length];
    for (int c = 0; c < columns.length; c++) {
      int place = place(columns[c]);
      for (int row = 0; row < rows.size(); row++) {
        values[row * columns.length + c] = number(row, place);
      }
    }
    return Tensor.of(values, rows.size(), columns.length);
  }

  private double number(int row, int place) {
    var field = rows.get(row).get(place).strip();
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw new DataException(
          e, "notNumberAt", name, Integer.toString(row + 2), header.get(place), field);
    }
  }

  private int place(String column) {
    int place = header.indexOf(column);
    if (place < 0) {
      throw new DataException("noColumn", name, column, String.join(", ", header));
    }
    return place;
  }
}
