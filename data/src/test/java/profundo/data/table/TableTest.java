package profundo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.data.DataException;
import profundo.data.RealData;

class TableTest {
  @TempDir Path folder;

  private Table csv(String text) throws IOException {
    return Table.read(Files.writeString(folder.resolve("a.csv"), text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv", "A.TSV", "a.tsv.gz"})
  void aQuotationMarkInATsvIsACharacter(String name) throws IOException {
    var text = "what\tprice\n\"5 inches\t1\nb\" or c\"\t2\n\"d\"\t3\n";
    var file = folder.resolve(name);
    if (name.endsWith(".gz")) {
      try (var packed = new GZIPOutputStream(Files.newOutputStream(file))) {
        packed.write(text.getBytes());
      }
    } else {
      Files.writeString(file, text);
    }
    var table = Table.read(file);
    assertThat(table.column("what")).containsExactly("\"5 inches", "b\" or c\"", "\"d\"");
    assertThat(table.numbers("price").toDoubleArray()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x,y\n1,\"two\n3,4\n5,6\n", "x,y\n\"1\"2,3\n", "\"x,y\n1,2\n"})
  void aQuotationMarkThatNothingClosesIsRefused(String text) {
    assertThatThrownBy(() -> csv(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.csv");
  }

  @Test
  void aFieldBetweenQuotationMarksMayHoldLineEnds() throws IOException {
    var table = csv("x,y\r\n\"a\nb,\"\"c\"\"\",2\r\n");
    assertThat(table.column("x")).containsExactly("a\nb,\"c\"");
  }

  @Test
  void linesAreCountedAsInTheFile() throws IOException {
    for (var text : new String[] {"x,y\n\n1,2\n\n\n3,bad\n", "x,y\n\"1\n2\n3\n\",2\n3,bad\n"}) {
      var table = csv(text);
      assertThatThrownBy(() -> table.numbers("y"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("line 6");
    }
    assertThatThrownBy(() -> csv("x,y\n\n1,2\n\n3\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 5", "1 fields", "2 columns");
    var tsv = Files.writeString(folder.resolve("a.tsv"), "x\ty\n\n1\t2\n\n3\n");
    assertThatThrownBy(() -> Table.read(tsv))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1", "+1.5", ".5", "5.", "1e3", "1.5E-10", " 2 ", "007", "-0"})
  void aNumberIsDecimalWithAPoint(String field) throws IOException {
    var table = csv("x\n\"" + field + "\"\n");
    assertThat(table.values("x")).containsExactly(Double.parseDouble(field));
    assertThat(table.numbers("x").toFloatArray()).containsExactly(Float.parseFloat(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d",
        "2f",
        "0x10p0",
        "0x10",
        "1,5",
        "1,234.5",
        "1.234.567",
        "1_000",
        "1 000",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "",
        " ",
        "-",
        "e5",
        ".",
        "1e",
        "−1",
        "١",
        "½",
        "5%",
        "$5",
        "TRUE"
      })
  void whatIsNoDecimalNumberIsRefusedWhereItStands(String field) throws IOException {
    var table = csv("id,x\n1,2\n2,\"" + field + "\"\n");
    assertThatThrownBy(() -> table.numbers("x"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a.csv", "line 3", "column x", field.strip());
  }

  @Test
  void aSecondColumnOfOneNameIsReachedByItsPlace() throws IOException {
    var table = csv("x,y,x\n1,2,3\n");
    assertThatThrownBy(() -> table.column("x"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0, 2");
    assertThatThrownBy(() -> table.numbers("y", "x")).isInstanceOf(DataException.class);
    assertThat(table.column(2)).containsExactly("3");
    assertThat(table.numbers(2, 1).toDoubleArray()).containsExactly(3, 2);
    assertThatThrownBy(() -> table.column(3)).isInstanceOf(DataException.class);
  }

  @Test
  void aMarkOfTheByteOrderIsNoPartOfAName() throws IOException {
    assertThat(csv("\uFEFFx,y\r\n1,2\r\n").header()).containsExactly("x", "y");
  }

  private Table csv(String text, Consumer<TableOptions> settings) throws IOException {
    return Table.read(Files.writeString(folder.resolve("a.csv"), text), settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x,y\n1,2\n", "x;y\n1;2\n", "x\ty\n1\t2\n", "x;y\n1;2"})
  void theSeparatorIsFoundFromTheFirstLines(String text) throws IOException {
    assertThat(csv(text).header()).containsExactly("x", "y");
    assertThat(csv(text).numbers("x", "y").toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void aSeparatorInsideFieldsIsNone() throws IOException {
    var table = csv("name;said\n\"a;b\";one, two\nc;three, four\n");
    assertThat(table.column("name")).containsExactly("a;b", "c");
    var commas = csv("name,said\nx,\"a;b\"\ny,c\n");
    assertThat(commas.column("said")).containsExactly("a;b", "c");
    var bars = csv("x|y\n1|2\n", o -> o.separator('|'));
    assertThat(bars.numbers("y").item()).isEqualTo(2);
  }

  @Test
  void decimalCommasAreFoundBesideSemicolons() throws IOException {
    var table = csv("x;y\n1,5;-2\n3;4,25e1\n");
    assertThat(table.numbers("x", "y").toFloatArray()).containsExactly(1.5f, -2, 3, 42.5f);
    assertThat(csv("1,5;2,5\n3,5;4\n").values("1")).containsExactly(2.5, 4);
    assertThat(csv("x\ty\n1,5\t2\n", o -> o.decimalComma()).values("x")).containsExactly(1.5);
  }

  @Test
  void pointsAndCommasInOneTableAreNotGuessed() throws IOException {
    var mixed = "price;version\n1,5;1.2\n";
    assertThatThrownBy(() -> csv(mixed).numbers("price"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 2", "column price", "1,5", "decimalComma");
    assertThat(csv(mixed, o -> o.decimalComma()).values("price")).containsExactly(1.5);
    assertThatThrownBy(() -> csv("x;y\n1.234;2\n", o -> o.decimalComma()).numbers("x"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("1.234", "decimalPoint");
    assertThatThrownBy(() -> csv("x;y\n1,5;2\n", o -> o.decimalPoint()).numbers("x"))
        .isInstanceOf(DataException.class);
  }

  @Test
  void aFirstLineOfNumbersIsARow() throws IOException {
    var table = csv("5.1,3.5,0\n4.9,3.0,1\n");
    assertThat(table.header()).containsExactly("0", "1", "2");
    assertThat(table.values("1")).containsExactly(3.5, 3.0);
    assertThat(csv("a,b\nc,d\n", o -> o.headless()).column("0")).containsExactly("a", "c");
    var named = csv("1,2\n3,4\n", o -> o.names("x", "y"));
    assertThat(named.values("y")).containsExactly(2, 4);
    var renamed = csv("a,b\n3,4\n", o -> o.header().names("x", "y"));
    assertThat(renamed.values("y")).containsExactly(4);
    assertThatThrownBy(() -> csv("1,2\n", o -> o.names("x")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("2 columns", "1 names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,1,2\n5,6,7\n", "2019,2020,2021\n5,6,7\n"})
  void namesThatCountUpAreAHeader(String text) throws IOException {
    assertThat(csv(text).size()).isEqualTo(1);
    assertThat(csv(text, o -> o.headless()).size()).isEqualTo(2);
  }

  @Test
  void scikitLearnsFirstLineCountsAndNamesTheClasses() throws IOException {
    var table = csv("3,2,no,yes\n1,2,0\n3,4,1\n5,6,1\n");
    assertThat(table.header()).containsExactly("0", "1", "target");
    assertThat(table.classNames()).containsExactly("no", "yes");
    assertThat(table.size()).isEqualTo(3);
    assertThatThrownBy(() -> csv("9,2,no,yes\n1,2,0\n3,4,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void rowsWithMissingValuesAreDroppedWhereWished() throws IOException {
    var table = csv("id,x,y\n1,2,a\n2,?,b\n3,NA,c\n4,5,\n5,6,n/a\n");
    assertThat(table.withoutMissing().column("id")).containsExactly("1", "5");
    assertThat(table.withoutMissing("x").column("id")).containsExactly("1", "4", "5");
    var said = csv("x,y\n-999,1\n2,?\n", o -> o.missing("-999"));
    assertThat(said.withoutMissing().column("y")).containsExactly("?");
    assertThatThrownBy(() -> table.numbers("x"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a.csv", "line 3", "column x", "missing", "withoutMissing");
  }

  @Test
  void aNumberBeyondSinglePrecisionIsReadInDouble() throws IOException {
    var table = csv("x\n1e300\n");
    assertThatThrownBy(() -> table.numbers("x"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 2", "1e300", "values");
    assertThat(table.values("x")).containsExactly(1e300);
  }

  @Test
  void aRowIsItsFieldsByName() throws IOException {
    var table = csv("x,y\n1,a\n2,b\n");
    assertThat(table.row(1)).containsExactly(Map.entry("x", "2"), Map.entry("y", "b"));
    assertThatThrownBy(() -> table.row(2)).isInstanceOf(DataException.class);
  }

  @Test
  void aSpreadsheetIsToBeSavedAsCsv() throws IOException {
    var xlsx = new byte[600];
    xlsx[0] = 'P';
    xlsx[1] = 'K';
    xlsx[2] = 3;
    xlsx[3] = 4;
    xlsx[8] = (byte) 0xff;
    System.arraycopy("[Content_Types].xml".getBytes(StandardCharsets.US_ASCII), 0, xlsx, 30, 19);
    var file = Files.write(folder.resolve("a.xlsx"), xlsx);
    assertThatThrownBy(() -> Table.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a.xlsx", "Excel", "CSV");
  }

  @ParameterizedTest
  @CsvSource({
    "breast_cancer.csv, 569, 31, 2",
    "iris.csv, 150, 5, 3",
    "wine_data.csv, 178, 14, 3",
    "digits.csv.gz, 1797, 65, 0"
  })
  void scikitLearnsTablesAreReadAsTheyAre(String name, int rows, int columns, int classes) {
    var mirror = RealData.mirror();
    var table = Table.read(mirror.resolve("tabular").resolve(name));
    assertThat(table.size()).isEqualTo(rows);
    assertThat(table.header()).hasSize(columns);
    assertThat(table.classNames()).hasSize(classes);
    var features = Features.fit(table, o -> o.label(table.header().getLast()).standardise());
    assertThat(features.x(table).shape().toArray()).containsExactly(rows, columns - 1);
    var names = features.classes();
    assertThat(names).hasSize(classes == 0 ? 10 : classes);
    assertThat(features.y(table).amax().itemLong()).isEqualTo(names.size() - 1);
  }
}
