package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        .hasMessageContainingAll("line 5", "1 fields", "has 2");
    var tsv = Files.writeString(folder.resolve("a.tsv"), "x\ty\n\n1\t2\n\n3\n");
    assertThatThrownBy(() -> Table.read(tsv))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1", "+1.5", ".5", "5.", "1e3", "1.5E-10", " 2 ", "007", "-0"})
  void aNumberIsDecimalWithAPoint(String field) throws IOException {
    assertThat(csv("x\n\"" + field + "\"\n").numbers("x").toDoubleArray())
        .containsExactly(Double.parseDouble(field));
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
}
