package profundo.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.DataException;
import profundo.data.RealData;
import profundo.data.source.Origin;
import profundo.tensor.Scope;

class WordCorpusTest {
  @TempDir Path folder;

  @Test
  void wordsAreNumberedByHowOftenTheyOccur() throws IOException {
    var train = Files.writeString(folder.resolve("train.txt"), " the cat saw the dog \n the <unk>");
    var other = Files.writeString(folder.resolve("other.txt"), "the bird\r\n\r\ncat\n");
    var corpus = WordCorpus.read(train, other, other);
    assertThat(corpus.vocabulary()).containsExactly("the", "<eos>", "<unk>", "cat", "dog", "saw");
    assertThat(corpus.train()).containsExactly(0, 3, 5, 0, 4, 1, 0, 2, 1);
    assertThat(corpus.test())
        .as("an unknown word, and a line without any")
        .containsExactly(0, 2, 1, 1, 3, 1);
    assertThat(corpus.text(corpus.train())).isEqualTo("the cat saw the dog\nthe <unk>\n");
    assertThat(corpus.id("dog")).isEqualTo(4);
    assertThat(corpus.origin().samples()).isEqualTo(9);
  }

  @Test
  void aTextWithoutWordsIsNone() throws IOException {
    var empty = Files.writeString(folder.resolve("empty.txt"), "");
    assertThatThrownBy(() -> WordCorpus.read(empty, empty, empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty.txt");
  }

  @Test
  void pennTreebankHasItsPublishedSizes() {
    var corpus = WordCorpus.pennTreebank(RealData.into(folder));
    assertThat(corpus.vocabulary()).hasSize(10_000).startsWith("the", "<unk>", "<eos>", "N", "of");
    assertThat(corpus.train()).hasSize(929_589);
    assertThat(corpus.validation()).hasSize(73_760);
    assertThat(corpus.test()).hasSize(82_430);
    assertThat(corpus.origin().source()).isEqualTo(Origin.Source.MIRROR);
    int end = corpus.id(WordCorpus.END);
    assertThat(Arrays.stream(corpus.train()).filter(word -> word == end).count())
        .as("sentences")
        .isEqualTo(42_068);
    assertThat(corpus.text(Arrays.copyOfRange(corpus.test(), 0, 7)))
        .isEqualTo("no it was n't black monday\n");
  }

  @Test
  void aStreamGoesOnInTheNextBatchWhereItEnded() {
    var row = IntStream.range(0, 48).toArray();
    var streams = new TextStreams(row, 4, 5);
    assertThat(streams.size()).as("11 symbols of each stream, 5 at a time").isEqualTo(3);
    var read = new int[4][];
    int predicted = 0;
    try (var _ = Scope.open()) {
      for (var chunk : streams.epoch(0)) {
        predicted += streams.samples(chunk);
        assertThat(chunk.y().sub(chunk.x()).toLongArray()).containsOnly(1);
        assertThat(chunk.first()).isEqualTo(read[0] == null);
        for (int stream = 0; stream < 4; stream++) {
          var symbols = chunk.x().get(stream).toLongArray();
          var before = read[stream] == null ? new int[0] : read[stream];
          read[stream] =
              IntStream.concat(Arrays.stream(before), Arrays.stream(symbols).mapToInt(s -> (int) s))
                  .toArray();
        }
      }
      assertThat(predicted).isEqualTo(44);
      for (int stream = 0; stream < 4; stream++) {
        assertThat(read[stream])
            .containsExactly(IntStream.range(11 * stream, 11 * stream + 11).toArray());
      }
      assertThat(streams.epoch(7, 2).iterator().next().x().select(0, 0).toLongArray())
          .containsExactly(10);
    }
    assertThatThrownBy(() -> new TextStreams(row, 48, 5)).isInstanceOf(DataException.class);
  }
}
