package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.source.Origin;
import profundo.data.text.Corpus;
import profundo.data.text.NGrams;
import profundo.data.text.Windows;

class TextDataTest {
  @TempDir Path folder;

  @Test
  void charactersAreNumberedInTheOrderOfUnicode() throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "ñandú 🦤 a");
    var corpus = Corpus.read(file);
    assertThat(corpus.length()).isEqualTo(9);
    assertThat(corpus.vocabulary()).isSorted().contains(0x1F9A4);
    assertThat(corpus.ids(8, 9)[0]).isEqualTo(corpus.id('a').orElseThrow());
    assertThat(corpus.id('z')).isEmpty();
    assertThat(corpus.origin().source()).isEqualTo(Origin.Source.FOLDER);
  }

  @Test
  void aFileThatIsNoTextSaysAtWhichByte() throws IOException {
    var file = folder.resolve("bad.txt");
    Files.write(file, "ab\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Corpus.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad.txt")
        .hasMessageContaining("2");
  }

  @Test
  void aWindowsTargetIsItsInputMovedOnByOne() {
    var row = new int[100];
    for (int i = 0; i < row.length; i++) {
      row[i] = i;
    }
    try (var loader = new Loader(new Windows(row, 10), o -> o.batch(5).shuffle(3))) {
      for (var batch : loader.epoch(0, 0)) {
        assertThat(batch.y().sub(batch.x()).toLongArray()).containsOnly(1);
      }
    }
    assertThatThrownBy(() -> new Windows(row, 100)).isInstanceOf(DataException.class);
  }

  @Test
  void wittenBellIsTheHandCalculation() {
    // "abab": after "a" came b twice, one kind: p(b|a) = (2 + 1 p(b)) / (2 + 1); p(b) = (2 + 2/2) /
    // (4 + 2).
    var ngrams = new NGrams(2, 2, new int[] {0, 1, 0, 1});
    double unigram = (2 + 2 * 0.5) / 6;
    assertThat(ngrams.probability(new int[] {0, 1}, 1, 1)).isCloseTo(unigram, within(1e-12));
    assertThat(ngrams.probability(new int[] {0, 1}, 1, 2))
        .isCloseTo((2 + unigram) / 3, within(1e-12));
    assertThat(ngrams.loss(new int[] {0, 1}, 2))
        .isCloseTo(-Math.log((2 + unigram) / 3), within(1e-12));
  }

  @Test
  void theProbabilitiesAfterAnyContextSumToOne() {
    var random = new Random(7);
    var text = random.ints(500, 0, 6).toArray();
    var ngrams = new NGrams(4, 6, text);
    for (int trial = 0; trial < 50; trial++) {
      var context = random.ints(4, 0, 6).toArray();
      double sum = 0;
      for (int symbol = 0; symbol < 6; symbol++) {
        context[3] = symbol;
        sum += ngrams.probability(context, 3, 4);
      }
      assertThat(sum).isCloseTo(1, within(1e-9));
    }
  }
}
