package profundo.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.base.ProfundoException;
import profundo.data.DataException;

class TokenizerTest {
  private static final List<String> TEXT =
      List.of("Zwei junge Männer sind im Freien.", "Ein Mann und ein junger Hund.", "junge Hunde");

  @TempDir Path folder;

  @Test
  void theMostFrequentNeighboursBecomeOne() {
    // Sennrich et al. 2016, section 3.2: es, then est, then lo of low 5, lower 2, newest 6, widest
    // 3.
    var pairs =
        new BytePairs(Map.of("low", 5, "lower", 2, "newest", 6, "widest", 3), 100, List.of());
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

  @ParameterizedTest
  @ValueSource(strings = {"</s>", "<s>", "<pad>", "<unk>", "Hund</s>", "a <s> b </s>"})
  void theNameOfASpecialTokenIsText(String text) {
    var sentences = Stream.concat(TEXT.stream(), Stream.of("a < b > c / d s unk pad"));
    try (var tokenizer = Tokenizer.train(sentences, 90, folder.resolve("tokenizer.json"))) {
      var tokens = tokenizer.encode(text);
      assertThat(Arrays.stream(tokens)).allMatch(token -> token > Tokenizer.END + 1);
      assertThat(tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray())).isEqualTo(text);
    }
  }

  @Test
  void noMergeBecomesASpecialToken() {
    var sentences = Stream.generate(() -> "</s> </s>x <unk>").limit(50);
    try (var tokenizer = Tokenizer.train(sentences, 60, folder.resolve("tokenizer.json"))) {
      var tokens = tokenizer.encode("</s> </s>x <unk>");
      assertThat(Arrays.stream(tokens))
          .allMatch(token -> token > Tokenizer.END + 1 && token < tokenizer.size());
      assertThat(tokenizer.decode(new long[] {Tokenizer.BEGIN, tokens[0], Tokenizer.END, 3, 0}))
          .doesNotContain("<s>", "<unk>");
    }
  }

  @Test
  void charactersThatAreUnknownAreNamed() {
    try (var tokenizer = Tokenizer.train(TEXT.stream(), 60, folder.resolve("tokenizer.json"))) {
      assertThat(tokenizer.unknown("junge Hunde")).isEmpty();
      assertThat(tokenizer.unknown("Ω junge 🦤 Ω漢")).containsExactly("Ω", "🦤", "漢");
    }
  }

  @Test
  void anyTextIsEncoded() {
    try (var tokenizer = Tokenizer.train(TEXT.stream(), 60, folder.resolve("tokenizer.json"))) {
      for (var text : List.of("", " ", "\0", "\uD800", "a\uDC00b", "🦤", "\uFFFF", "▁", "\n\t")) {
        assertThat(tokenizer.tokens(text)).hasSameSizeAs(tokenizer.encode(text));
      }
      assertThatThrownBy(() -> tokenizer.decode(new long[] {tokenizer.size()}))
          .isInstanceOf(ProfundoException.class);
      assertThatThrownBy(() -> tokenizer.decode(new long[] {-1}))
          .isInstanceOf(ProfundoException.class);
      assertThat(tokenizer.decode(new long[0])).isEmpty();
    }
  }

  /// Each of these ended the process, or would if the native library saw it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\".\":4|\".\":4000000000",
        "\".\":4|\".\":-1",
        "\".\":4|\".\":5",
        "\".\":4|\".\":\"4\"",
        "\".\":4|\".\":4.5",
        "\".\":4|\"\":4",
        "\"merges\":[|\"merges\":[\"x yz\",",
        "\"merges\":[|\"merges\":[\"xyz\",",
        "\"merges\":[|\"merges\":[7,",
        "\"merges\":[|\"merges\":[[\"a\"],",
        "\"type\":\"BPE\"|\"type\":\"WordPiece\"",
        "\"type\":\"BPE\"|\"type\":\"Unigram\"",
        "\"unk_token\":\"<unk>\"|\"unk_token\":\"nothing\"",
        "Metaspace|Split",
        "\"split\":true|\"split\":7",
        "\"version\":\"1.0\"|\"version\":\"1.0\",\"normalizer\":{\"type\":\"Precompiled\"}",
        "\"version\":\"1.0\"|\"version\":\"1.0\",\"truncation\":{\"max_length\":0,\"stride\":9}"
      })
  void aHostileFileIsRefusedInOneSentence(String change) throws IOException {
    var file = folder.resolve("tokenizer.json");
    Tokenizer.train(TEXT.stream(), 60, file).close();
    var parts = change.split("\\|");
    var text = Files.readString(file);
    assertThat(text).contains(parts[0]);
    Files.writeString(file, text.replace(parts[0], parts[1]));
    assertThatThrownBy(() -> Tokenizer.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("tokenizer.json");
  }

  @Test
  void aCutFileIsRefusedWhereverItIsCut() throws IOException {
    var file = folder.resolve("tokenizer.json");
    Tokenizer.train(TEXT.stream(), 60, file).close();
    var whole = Files.readString(file);
    for (int length = 1; length < whole.length(); length += 7) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> Tokenizer.read(file)).isInstanceOf(DataException.class);
    }
  }

  @Test
  void whatAnotherProgramWroteAgainIsReadToo() throws IOException {
    var file = folder.resolve("tokenizer.json");
    int[] before;
    try (var tokenizer = Tokenizer.train(TEXT.stream(), 60, file)) {
      before = tokenizer.encode(TEXT.getFirst());
    }
    var json = Files.readString(file).replaceFirst("\\{", "{\"normalizer\":null,\"padding\":null,");
    int merges = json.indexOf("\"merges\":[") + 10;
    var pairs =
        json.substring(merges, json.indexOf("]", merges))
            .replaceAll("\"([^ \"]+) ([^ \"]+)\"", "[\"$1\",\"$2\"]");
    Files.writeString(
        file, json.substring(0, merges) + pairs + json.substring(json.indexOf("]", merges)));
    try (var tokenizer = Tokenizer.read(file)) {
      assertThat(tokenizer.encode(TEXT.getFirst())).isEqualTo(before);
    }
  }

  @Test
  void closingWaitsForWhoeverIsInside() throws Exception {
    var file = folder.resolve("tokenizer.json");
    Tokenizer.train(TEXT.stream(), 60, file).close();
    var sentence = String.join(" ", Collections.nCopies(2000, TEXT.getFirst()));
    for (int round = 0; round < 20; round++) {
      var tokenizer = Tokenizer.read(file);
      var inside = new CountDownLatch(2);
      try (var threads = Executors.newFixedThreadPool(2)) {
        for (int i = 0; i < 2; i++) {
          threads.submit(() -> {
            assertThat(tokenizer.encode(sentence)).isNotEmpty();
            inside.countDown();
            while (true) {
              tokenizer.encode(sentence);
            }
          });
        }
        inside.await();
        tokenizer.close();
      }
      assertThatThrownBy(() -> tokenizer.encode("a"))
          .isInstanceOf(ProfundoException.class)
          .hasMessageContaining("closed");
      tokenizer.close();
    }
  }
}
