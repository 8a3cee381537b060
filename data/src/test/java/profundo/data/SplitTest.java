package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.base.ProfundoException;
import profundo.data.table.SplitOptions;
import profundo.data.table.Table;

class SplitTest {
  @TempDir Path folder;

  /// Rows 0, 1, …, of which every tenth is of the rare class.
  private Table table(int rows) throws IOException {
    var lines =
        IntStream.range(0, rows)
            .mapToObj(i -> i + "," + (i % 10 == 0 ? "rare" : "common"))
            .collect(Collectors.joining("\n"));
    return Table.read(Files.writeString(folder.resolve("a.csv"), "id,label\n" + lines + "\n"));
  }

  private static long rare(Table part) {
    return Collections.frequency(part.column("label"), "rare");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, -5})
  void everyRowIsInOnePart(long seed) throws IOException {
    var parts = table(103).split(o -> o.seed(seed).shares(0.6, 0.2, 0.2));
    assertThat(parts.train().size()).isEqualTo(62);
    assertThat(parts.validation().size()).isEqualTo(20);
    assertThat(parts.test().size()).isEqualTo(21);
    var all = new ArrayList<>(parts.train().column("id"));
    all.addAll(parts.validation().column("id"));
    all.addAll(parts.test().column("id"));
    assertThat(all).hasSize(103).doesNotHaveDuplicates();
    assertThat(parts.train().values("id")).isSorted();
  }

  @Test
  void theSeedFixesTheParts() throws IOException {
    var table = table(100);
    var first = table.split(o -> o.seed(3)).test().column("id");
    assertThat(table.split(o -> o.seed(3)).test().column("id")).isEqualTo(first);
    assertThat(table.split(o -> o.seed(4)).test().column("id")).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4})
  void aStratifiedPartHasItsShareOfEachClass(long seed) throws IOException {
    var parts = table(200).split(o -> o.seed(seed).stratify(-1).shares(0.5, 0.25, 0.25));
    assertThat(parts.train().size()).isEqualTo(100);
    assertThat((double) rare(parts.train())).isCloseTo(10, within(1.0));
    assertThat((double) rare(parts.validation())).isCloseTo(5, within(1.0));
    assertThat((double) rare(parts.test())).isCloseTo(5, within(1.0));
  }

  @Test
  void aPartWithoutAShareIsEmptyAndOneWithAShareIsNot() throws IOException {
    var table = table(10);
    assertThat(table.split(o -> o.shares(0.8, 0, 0.2)).validation().size()).isZero();
    var small = table(2);
    assertThatThrownBy(() -> small.split(o -> o.shares(0.9, 0.05, 0.05)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a.csv", "2 rows", "validation");
    assertThatThrownBy(() -> table.split(o -> o.stratify("class")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("class", "id, label");
  }

  @Test
  void sharesAddUpToOne() throws IOException {
    var table = table(10);
    Consumer<SplitOptions> tooMuch = o -> o.shares(0.8, 0.2, 0.2);
    Consumer<SplitOptions> negative = o -> o.shares(1.2, -0.2, 0);
    Consumer<SplitOptions> noNumber = o -> o.shares(Double.NaN, 0.5, 0.5);
    assertThatThrownBy(() -> table.split(tooMuch)).isInstanceOf(ProfundoException.class);
    assertThatThrownBy(() -> table.split(negative)).isInstanceOf(ProfundoException.class);
    assertThatThrownBy(() -> table.split(noNumber)).isInstanceOf(ProfundoException.class);
  }
}
