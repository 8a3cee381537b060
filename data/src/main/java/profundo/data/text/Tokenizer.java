package profundo.data.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.base.WholeFile;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.tensor.Libtorch;

/// Text to subwords and back, by Hugging Face's tokenizers. Their Java binding reads and applies
/// tokenizers but trains none, so the merges are learnt here and written as a `tokenizer.json`,
/// which opens elsewhere too. It can be used from several threads.
public final class Tokenizer implements AutoCloseable {
  /// Fills rows of unequal length.
  public static final int PAD = 0;

  /// Begins a sentence.
  public static final int BEGIN = 1;

  /// Ends a sentence.
  public static final int END = 2;

  private static final int REPLACEMENT = 0xFFFD;

  static {
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    if (System.getProperty("DJL_CACHE_DIR") == null) {
      System.setProperty("DJL_CACHE_DIR", Libtorch.folder().resolveSibling("djl").toString());
    }
  }

  private static final Cleaner CLEANER =
      Cleaner.create(Thread.ofPlatform().daemon().name("profundo-tokenizers").factory());

  private final HuggingFaceTokenizer tokenizer;
  private final List<String> vocabulary;
  private final Set<String> letters;
  private final Cleaner.Cleanable cleanable;

  /// Held while the native library reads, so that nothing is closed under it.
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private Tokenizer(Subwords subwords) throws IOException {
    var json = subwords.plainJson().getBytes(StandardCharsets.UTF_8);
    this.tokenizer = loaded(json);
    this.vocabulary = List.copyOf(subwords.vocabulary());
    this.letters =
        vocabulary.stream()
            .filter(token -> token.codePointCount(0, token.length()) == 1)
            .collect(Collectors.toUnmodifiableSet());
    var held = tokenizer;
    this.cleanable = CLEANER.register(this, held::close);
  }

  private static HuggingFaceTokenizer loaded(byte[] json) throws IOException {
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of());
    } catch (LinkageError e) {
      throw Refusal.of(e, "noTokenizers", Refusal.reason(e));
    }
  }

  /// Learns from sentences and writes `tokenizer.json`.
  ///
  /// @param size the number of tokens, special ones included
  /// @throws DataException if the file cannot be written
  public static Tokenizer train(Stream<String> sentences, int size, Path file) {
    Given.require("sentences", sentences);
    Given.require("file", file);
    int special = Subwords.SPECIAL.size();
    if (size < special) {
      throw new ProfundoException(
          "A tokenizer has " + special + " tokens or more, not " + size + ".");
    }
    var words = BytePairs.words(sentences.map(Tokenizer::wellFormed), Subwords.SPACE);
    var pairs = new BytePairs(words, size - special, Subwords.SPECIAL);
    try {
      WholeFile.write(file, Subwords.of(pairs).json().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Refusal.of(e, "cacheUnwritable", file, Refusal.reason(e));
    }
    return read(file);
  }

  /// Reads a `tokenizer.json` that [#train] wrote.
  ///
  /// @throws DataException if it is none
  public static Tokenizer read(Path file) {
    Given.require("file", file);
    var text = Utf8.read(file);
    try {
      return new Tokenizer(Subwords.parse(text));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Refusal.of(e, "notTokenizer", file, Refusal.reason(e));
    }
  }

  /// The number of tokens.
  public int size() {
    return vocabulary.size();
  }

  /// A sentence's tokens, without marks of its begin and end. The name of a special token, such as
  /// `</s>`, is text like any other; a character that the tokenizer does not know becomes `<unk>`,
  /// number 3 (see [#unknown(String)]).
  public int[] encode(String sentence) {
    Given.require("sentence", sentence);
    return Arrays.stream(encoded(sentence).getIds()).mapToInt(Math::toIntExact).toArray();
  }

  /// The sentence of these tokens; special ones are left out.
  ///
  /// @throws ProfundoException if one is no token of this tokenizer
  public String decode(long[] tokens) {
    Given.require("tokens", tokens);
    for (long token : tokens) {
      if (token < 0 || token >= size()) {
        throw new ProfundoException(
            "decode: the tokens are 0 to " + (size() - 1) + ", and one is " + token + ".");
      }
    }
    var words = Arrays.stream(tokens).filter(token -> token >= Subwords.SPECIAL.size()).toArray();
    return using(() -> tokenizer.decode(words, false)).strip();
  }

  /// What each token of a sentence looks like.
  public List<String> tokens(String sentence) {
    Given.require("sentence", sentence);
    return List.of(encoded(sentence).getTokens());
  }

  /// The characters of a text that the tokenizer does not know, each once, in the text's order.
  public List<String> unknown(String text) {
    Given.require("text", text);
    return wellFormed(text)
        .codePoints()
        .mapToObj(Character::toString)
        .filter(letter -> !letter.equals(" ") && !letters.contains(letter))
        .distinct()
        .toList();
  }

  private Encoding encoded(String sentence) {
    var text = wellFormed(sentence);
    return using(() -> tokenizer.encode(text, false, false));
  }

  private <T> T using(Supplier<T> call) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new ProfundoException("The tokenizer has been closed: read it again.");
      }
      return call.get();
    } finally {
      use.readLock().unlock();
    }
  }

  /// Waits for the calls of other threads, and gives the native memory back.
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      closed = true;
      cleanable.clean();
    } finally {
      use.writeLock().unlock();
    }
  }

  /// Half a character cannot be written in UTF-8.
  private static String wellFormed(String text) {
    return text.codePoints().noneMatch(Subwords::isHalf)
        ? text
        : text.codePoints()
            .map(c -> Subwords.isHalf(c) ? REPLACEMENT : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
