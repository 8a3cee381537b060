package profundo.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Finds what separates the fields of a table from its first lines.
///
/// It is what cuts all of them into equally many fields, more than one. A tab goes before `;` and
/// that before `,`, since commas stand in numbers and sentences too. Where none does, the table has
/// one column or is damaged: then it is what the first line has most of, else `,`.
final class Separator {
  private static final char[] KNOWN = {'\t', ';', ','};
  private static final int LINES = 50;

  private Separator() {}

  static char of(String text) {
    for (char separator : KNOWN) {
      var lines = lines(text, separator);
      int width = lines.isEmpty() ? 0 : lines.getLast().getFieldCount();
      if (width > 1 && lines.stream().skip(1).allMatch(line -> line.getFieldCount() == width)) {
        var first = lines.getFirst();
        if (first.getFieldCount() == width || Counts.isHead(first.getFields(), width)) {
          return separator;
        }
      }
    }
    return mostIn(text);
  }

  private static char mostIn(String text) {
    char most = ',';
    int width = 1;
    for (char separator : KNOWN) {
      var lines = lines(text, separator);
      if (!lines.isEmpty() && lines.getFirst().getFieldCount() > width) {
        most = separator;
        width = lines.getFirst().getFieldCount();
      }
    }
    return most;
  }

  /// The first lines; none where a quotation mark among them does not fit the separator.
  private static List<CsvRecord> lines(String text, char separator) {
    try (var csv = TableParser.reader(separator).ofCsvRecord(text)) {
      return csv.stream().limit(LINES).toList();
    } catch (IOException | CsvParseException | UncheckedIOException _) {
      return List.of();
    }
  }
}
