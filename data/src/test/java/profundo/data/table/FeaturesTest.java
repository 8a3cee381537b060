package profundo.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.tensor.DType;

class FeaturesTest {
  @TempDir Path folder;

  private Table csv(String text) throws IOException {
    return Table.read(Files.writeString(folder.resolve("a.csv"), text));
  }

  private static void refused(Table table, Consumer<FeatureOptions> settings, String... words) {
    assertThatThrownBy(() -> Features.fit(table, settings))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.csv")
        .hasMessageContainingAll(words);
  }

  /// 0 and 4 have mean 2 and, as a population, standard deviation 2.
  @Test
  void standardisingLearnsFromTheTrainingPartAlone() throws IOException {
    var features = Features.fit(csv("x,same\n0,7\n4,7\n"), o -> o.standardise());
    assertThat(features.x(csv("x,same\n0,7\n4,7\n")).toFloatArray()).containsExactly(-1, 0, 1, 0);
    assertThat(features.x(csv("x,same\n10,8\n")).toFloatArray()).containsExactly(4, 1);
    assertThat(features.x(csv("x,same\n10,8\n")).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void aColumnThatHardlyVariesIsStandardisedInDoublePrecision() throws IOException {
    var table = csv("x\n1000000000\n1000000002\n");
    assertThat(Features.fit(table, o -> o.standardise()).x(table).toFloatArray())
        .containsExactly(-1, 1);
    refused(csv("x\n1e300\n-1e300\n"), o -> o.standardise(), "column x");
  }

  @Test
  void missingNumbersAreRefusedUnlessFilled() throws IOException {
    var table = csv("x,y\n1,1\n,1\n2,1\n6,1\n");
    refused(table, o -> {}, "line 3", "column x", "missing", "fillMean");
    assertThat(Features.fit(table, o -> o.fillMean()).x(table).toFloatArray()[2]).isEqualTo(3);
    assertThat(Features.fit(table, o -> o.fillMedian()).x(table).toFloatArray()[2]).isEqualTo(2);
    assertThat(Features.fit(table, o -> o.fill(-1)).x(table).toFloatArray()[2]).isEqualTo(-1);
    var filled = Features.fit(table, o -> o.fillMean().standardise());
    assertThat(filled.x(csv("x,y\nNA,1\n")).toFloatArray()[0]).isCloseTo(0, within(1e-6f));
    refused(csv("x,y\n,1\n?,2\n"), o -> o.fillMedian(), "column x", "every value");
    var late = Features.fit(csv("x\n1\n2\n"), o -> {});
    assertThatThrownBy(() -> late.x(csv("x\n1\n\"\"\n")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 3", "column x");
  }

  @Test
  void textsBecomeOneColumnForEachCategory() throws IOException {
    var table = csv("colour,x\nred,1\nblue,2\nred,3\n");
    var features = Features.fit(table, o -> {});
    assertThat(features.names()).containsExactly("colour=blue", "colour=red", "x");
    assertThat(features.width()).isEqualTo(3);
    assertThat(features.x(table).toFloatArray()).containsExactly(0, 1, 1, 1, 0, 2, 0, 1, 3);
  }

  @Test
  void categoriesAreCodesWhereWished() throws IOException {
    var table = csv("size,zip\nb,10\na,9\nc,10\n");
    var features = Features.fit(table, o -> o.codes("size").oneHot("zip"));
    assertThat(features.names()).containsExactly("size", "zip=9", "zip=10");
    assertThat(features.x(table).toFloatArray()).containsExactly(1, 0, 1, 0, 1, 0, 2, 0, 1);
  }

  @Test
  void anUnseenCategoryIsRefusedByNameOrHasItsOwnPlace() throws IOException {
    var train = csv("colour\nred\nblue\n");
    var later = csv("colour\nred\ngreen\n");
    var strict = Features.fit(train, o -> {});
    assertThatThrownBy(() -> strict.x(later))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 3", "column colour", "\"green\"", "blue, red", "unseen");
    var open = Features.fit(train, o -> o.unseenAsOwn());
    assertThat(open.names()).containsExactly("colour=blue", "colour=red", "colour=…");
    assertThat(open.x(later).toFloatArray()).containsExactly(0, 1, 0, 0, 0, 1);
    var codes = Features.fit(train, o -> o.codes("colour").unseenAsOwn());
    assertThat(codes.x(later).toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void aMissingCategoryIsRefusedOrTakenForAnother() throws IOException {
    var table = csv("id,colour\n1,red\n2,\n");
    refused(table, o -> o.without("id"), "line 3", "column colour", "missing");
    var filled = Features.fit(table, o -> o.without("id").fill("none"));
    assertThat(filled.names()).containsExactly("colour=none", "colour=red");
    assertThat(filled.x(table).toFloatArray()).containsExactly(0, 1, 1, 0);
  }

  @Test
  void aColumnOfTextsThatHardlyRepeatIsNoCategoryUnlessSaid() throws IOException {
    var names =
        IntStream.range(0, 200)
            .mapToObj(i -> "n" + Integer.toString(i, 36) + "z,1")
            .collect(Collectors.joining("\n"));
    var table = csv("name,x\n" + names + "\n");
    refused(table, o -> {}, "name", "200", "without");
    assertThat(Features.fit(table, o -> o.without("name")).width()).isEqualTo(1);
    assertThat(Features.fit(table, o -> o.oneHot("name")).width()).isEqualTo(201);
    assertThat(Features.fit(table, o -> o.codes("name")).width()).isEqualTo(2);
  }

  @Test
  void oneTextAmongNumbersIsAMistake() throws IOException {
    refused(csv("x\n1\n2\nl0\n"), o -> {}, "line 4", "column x", "\"l0\"");
  }

  @Test
  void labelsAreNumberedInTheirOrderAndKeepTheirNames() throws IOException {
    var table = csv("x,kind\n1,b\n2,a\n3,b\n");
    var features = Features.fit(table, o -> o.label("kind"));
    assertThat(features.classes()).containsExactly("a", "b");
    assertThat(features.y(table).toLongArray()).containsExactly(1, 0, 1);
    assertThat(features.names()).containsExactly("x");
    var numbers = csv("x,kind\n1,10\n2,2\n3,-1\n");
    assertThat(Features.fit(numbers, o -> o.label("kind")).classes())
        .containsExactly("-1", "2", "10");
    var counted = csv("2,1,no,yes\n5,1\n6,0\n");
    var named = Features.fit(counted, o -> o.label("target"));
    assertThat(named.classes()).containsExactly("no", "yes");
    assertThat(named.y(counted).toLongArray()).containsExactly(1, 0);
  }

  @Test
  void aLabelIsNamedByItsPlaceToo() throws IOException {
    var table = csv("kind,x\nb,1\na,2\n");
    var features = Features.fit(table, o -> o.label(0));
    assertThat(features.names()).containsExactly("x");
    assertThat(features.y(table).toLongArray()).containsExactly(1, 0);
    assertThat(Features.fit(table, o -> o.label(-1)).names()).containsExactly("kind=a", "kind=b");
    refused(table, o -> o.label(2), "\"2\"", "kind, x");
    refused(table, o -> o.label(-3), "kind, x");
  }

  @Test
  void labelsThatAreNoneAreRefused() throws IOException {
    refused(csv("x,y\n1,0.5\n"), o -> o.label("y"), "line 2", "fraction", "target");
    refused(csv("x,y\n1,a\n2,\n"), o -> o.label("y"), "line 3", "column y", "missing");
    refused(csv("x,y\n1,a\n"), o -> o.label("z"), "\"z\"", "x, y");
    var features = Features.fit(csv("x,y\n1,a\n2,b\n"), o -> o.label("y"));
    assertThatThrownBy(() -> features.y(csv("x,y\n1,c\n")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("\"c\"", "a, b");
  }

  @Test
  void targetsAreNumbers() throws IOException {
    var table = csv("x,price,area\n1,10.5,3\n2,20,4\n");
    var features = Features.fit(table, o -> o.target("price", "area").standardise());
    assertThat(features.y(table).toFloatArray()).containsExactly(10.5f, 3, 20, 4);
    assertThat(features.y(table).shape().toArray()).containsExactly(2, 2);
    assertThat(features.names()).containsExactly("x");
    assertThat(features.dataset(table).fields()).hasSize(2);
    var none = Features.fit(table, o -> {});
    assertThatThrownBy(() -> none.y(table)).isInstanceOf(ProfundoException.class);
    assertThat(none.dataset(table).fields()).hasSize(1);
  }

  @Test
  void aNetIsNotShownTheAnswer() throws IOException {
    var table = csv("x,y\n1,2\n");
    assertThatThrownBy(() -> Features.fit(table, o -> o.label("y").columns("x", "y")))
        .isInstanceOf(ProfundoException.class)
        .hasMessageContaining("\"y\"");
    assertThatThrownBy(() -> Features.fit(table, o -> o.label("y").target("x")))
        .isInstanceOf(ProfundoException.class);
    assertThatThrownBy(() -> Features.fit(table, o -> o.label("y").without("x")))
        .isInstanceOf(ProfundoException.class);
  }

  @Test
  void columnsMayComeInAnotherOrderLater() throws IOException {
    var features = Features.fit(csv("x,y\n1,2\n"), o -> o.columns("y", "x"));
    assertThat(features.x(csv("more,y,x\n0,20,10\n")).toFloatArray()).containsExactly(20, 10);
  }

  @Test
  void whatWasLearntIsKeptForOneNewRow() throws IOException {
    var text = "x;size;kind\n1,5;big;a\n;small;b\n4,1;big;b\n";
    var table = csv(text);
    var features = Features.fit(table, o -> o.label("kind").standardise().fillMean().unseenAsOwn());
    var file = folder.resolve("features.json");
    features.write(file);
    var read = Features.read(file);
    assertThat(read.names()).isEqualTo(features.names());
    assertThat(read.classes()).containsExactly("a", "b");
    assertThat(read.x(table).toFloatArray()).isEqualTo(features.x(table).toFloatArray());
    assertThat(read.y(table).toLongArray()).containsExactly(0, 1, 1);
    var row = read.x(Map.of("size", "huge", "x", "1,5"));
    assertThat(row.shape().toArray()).containsExactly(1, 4);
    assertThat(row.toFloatArray()[0]).isEqualTo(features.x(table).toFloatArray()[0]);
    assertThat(row.toFloatArray()[3]).isEqualTo(1);
    assertThatThrownBy(() -> read.x(Map.of("size", "big", "x", "1.5")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("The new row", "column x", "1.5");
    assertThatThrownBy(() -> read.x(Map.of("x", "1")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"size\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"kind\": \"profundo features 1\"}",
        "{\"kind\":\"profundo features 1\",\"decimalComma\":false,\"missing\":[],\"targets\":[],"
            + "\"features\":[{\"column\":\"x\",\"mean\":0,\"std\":0}]}",
        "{\"kind\":\"profundo features 1\",\"decimalComma\":false,\"missing\":[],\"targets\":[],"
            + "\"features\":[{\"column\":\"x\",\"categories\":[\"b\",\"a\"],\"oneHot\":true,"
            + "\"unseen\":false}]}"
      })
  void aFileThatHoldsNoFeaturesIsRefused(String text) throws IOException {
    var file = Files.writeString(folder.resolve("f.json"), text);
    assertThatThrownBy(() -> Features.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("f.json");
  }

  @Test
  void aFolderIsNoPlaceForFeatures() throws IOException {
    var features = Features.fit(csv("x\n1\n2\n"), o -> {});
    assertThatThrownBy(() -> features.write(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.toString());
  }
}
