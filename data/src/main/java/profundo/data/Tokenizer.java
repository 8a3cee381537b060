package profundo.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import profundo.tensor.Libtorch;
import profundo.tensor.WholeFile;
import tools.jackson.databind.json.JsonMapper;

/// Text to subwords and back, by Hugging Face's tokenizers. Their Java binding reads and applies
/// tokenizers but trains none, so the merges are learnt here and written as a `tokenizer.json`,
/// which opens elsewhere too.
public final class Tokenizer implements AutoCloseable {
  /// Fills rows of unequal length.
  public static final int PAD = 0;

  /// Begins a sentence.
  public static final int BEGIN = 1;

  /// Ends a sentence.
  public static final int END = 2;

  private static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>", "<unk>");
  private static final String SPACE = "▁";

  static {
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    if (System.getProperty("DJL_CACHE_DIR") == null) {
      System.setProperty("DJL_CACHE_DIR", Libtorch.folder().resolveSibling("djl").toString());
    }
  }

  private final HuggingFaceTokenizer tokenizer;
  private final int size;

  private Tokenizer(HuggingFaceTokenizer tokenizer, int size) {
    this.tokenizer = tokenizer;
    this.size = size;
  }

  /// Learns from sentences and writes `tokenizer.json`.
  ///
  /// @param size the number of tokens, special ones included
  /// @throws DataException if the file cannot be written
  public static Tokenizer train(Stream<String> sentences, int size, Path file) {
    var pairs = new BytePairs(BytePairs.words(sentences, SPACE), size - SPECIAL.size());
    try {
      WholeFile.write(file, json(pairs).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new DataException(e, "cacheUnwritable", file, Sources.reason(e));
    }
    return read(file);
  }

  /// Reads a `tokenizer.json` that [#train] wrote.
  ///
  /// @throws DataException if it is none
  public static Tokenizer read(Path file) {
    try {
      var tokenizer = HuggingFaceTokenizer.newInstance(file);
      var vocabulary = new JsonMapper().readTree(file.toFile()).at("/model/vocab");
      return new Tokenizer(tokenizer, vocabulary.size());
    } catch (IOException | RuntimeException e) {
      throw new DataException(e, "notTokenizer", file, String.valueOf(e.getMessage()));
    }
  }

  /// The number of tokens.
  public int size() {
    return size;
  }

  /// A sentence's tokens, without marks of its begin and end.
  public int[] encode(String sentence) {
    return Arrays.stream(tokenizer.encode(sentence, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /// The sentence of these tokens; special ones are left out.
  public String decode(long[] tokens) {
    return tokenizer.decode(tokens, true).strip();
  }

  /// What each token of a sentence looks like.
  public List<String> tokens(String sentence) {
    return List.of(tokenizer.encode(sentence, false, false).getTokens());
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private static String json(BytePairs pairs) {
    var vocabulary = new LinkedHashMap<String, Integer>();
    Stream.concat(SPECIAL.stream(), pairs.symbols().stream())
        .forEach(symbol -> vocabulary.put(symbol, vocabulary.size()));
    var special =
        SPECIAL.stream()
            .map(token ->
                Map.of(
                    "id", vocabulary.get(token),
                    "content", token,
                    "single_word", false,
                    "lstrip", false,
                    "rstrip", false,
                    "normalized", false,
                    "special", true))
            .toList();
    var space =
        Map.of(
            "type", "Metaspace", "replacement", SPACE, "prepend_scheme", "always", "split", true);
    var model = new LinkedHashMap<String, Object>();
    model.put("type", "BPE");
    model.put("unk_token", SPECIAL.getLast());
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("vocab", vocabulary);
    model.put("merges", pairs.merges());
    var json = new LinkedHashMap<String, Object>();
    json.put("version", "1.0");
    json.put("added_tokens", special);
    json.put("pre_tokenizer", space);
    json.put("decoder", space);
    json.put("model", model);
    return new JsonMapper().writeValueAsString(json);
  }
}
