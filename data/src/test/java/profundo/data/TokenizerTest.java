package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static final List<String> TEXT =
      List.of("Zwei junge Männer sind im Freien.", "Ein Mann und ein junger Hund.", "junge Hunde");

  @TempDir Path folder;

  @Test
  void theMostFrequentNeighboursBecomeOne() {
    // Sennrich et al. 2016, section 3.2: es, then est, then lo of low 5, lower 2, newest 6, widest
    // 3.
    var pairs = new BytePairs(Map.of("low", 5, "lower", 2, "newest", 6, "widest", 3), 100);
    assertThat(pairs.merges().subList(0, 2)).containsExactly("e s", "es t");
    assertThat(pairs.merges()).contains("l o", "lo w");
    assertThat(pairs.symbols()).contains("est", "low", "newest").doesNotHaveDuplicates();
  }

  @Test
  void aSentenceComesBackFromItsTokens() {
    try (var tokenizer = Tokenizer.train(TEXT.stream(), 60, folder.resolve("tokenizer.json"))) {
      for (var sentence : TEXT) {
        var tokens = tokenizer.encode(sentence);
        assertThat(Arrays.stream(tokens).boxed().toList())
            .allMatch(token -> token > 3 && token < tokenizer.size());
        assertThat(tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray()))
            .isEqualTo(sentence);
      }
      assertThat(tokenizer.encode("junge").length).isLessThan("junge".length());
      assertThat(tokenizer.encode("Ω")).contains(3);
      try (var again = Tokenizer.read(folder.resolve("tokenizer.json"))) {
        assertThat(again.encode(TEXT.getFirst())).isEqualTo(tokenizer.encode(TEXT.getFirst()));
        assertThat(again.size()).isEqualTo(tokenizer.size());
      }
    }
  }

  @Test
  void aFileThatIsNoTokenizerIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> Tokenizer.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("tokenizer.json");
  }

  @Test
  void everyPairIsInOneBatchOfAnEpochAndPaddedBehind() {
    var source = Stream.iterate(1, i -> i + 1).limit(10).map(i -> new int[] {i + 3}).toList();
    var target = source.stream().map(row -> new int[] {row[0], row[0], row[0]}).toList();
    var batches = new PairBatches(source, target, 4, 7);
    assertThat(batches.size()).isEqualTo(3);
    long sum = 0;
    for (var batch : batches.epoch(2)) {
      sum += batch.source().select(1, 0).sum().itemLong();
      assertThat(batch.input().select(1, 0).toLongArray()).containsOnly(Tokenizer.BEGIN);
      assertThat(batch.target().select(1, 3).toLongArray()).containsOnly(Tokenizer.END);
    }
    assertThat(sum).isEqualTo(10 * 11 / 2 + 30);
    var rows = PairBatches.rows(List.of(new int[] {5}, new int[] {6, 7}), false, true);
    assertThat(rows.toLongArray()).containsExactly(5, 2, 0, 6, 7, 2);
  }

  @Test
  void filesOfUnequalLengthAreNoPairs() throws IOException {
    var one = Files.writeString(folder.resolve("a.de"), "eins\nzwei\n");
    var two = Files.writeString(folder.resolve("a.en"), "one\n");
    assertThat(SentencePairs.read(one, one).size()).isEqualTo(2);
    assertThatThrownBy(() -> SentencePairs.read(one, two))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.en");
  }
}
