package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceMetricsTest {
  /// The example of sacreBLEU's README; 48.530827 is the figure in its own tests.
  @Test
  void bleuIsTheFigureThatSacreBleuPublishes() {
    var bleu = new Bleu();
    bleu.add("The dog bit the man.", "The dog bit the man.", "The dog had bit the man.");
    bleu.add("It wasn't surprising.", "It was not unexpected.", "No one was surprised.");
    bleu.add(
        "The man had just bitten him.", "The man bit him first.", "The man had bitten the dog.");
    assertThat(bleu.value()).isCloseTo(48.530827, within(1e-6));
  }

  /// A case of sacreBLEU's own tests: the counts 9/10, 7/8, 5/6, 3/4 give 83.75922397.
  @Test
  void bleuOfCountsIsTheFigureThatSacreBleuPublishes() {
    var score = Bleu.score(new long[] {9, 7, 5, 3}, new long[] {10, 8, 6, 4}, 11, 11);
    assertThat(score).isCloseTo(83.75922397, within(1e-8));
  }

  /// Figures of a second implementation, written in Python from the definition: loops over a set of
  /// symbols for the tokenizer, `collections.Counter` for the n-grams. It gives 48.530827 above
  /// too.
  @Test
  void bleuAgreesWithASecondImplementation() {
    var spanish = new Bleu();
    spanish.add(
        "El precio subió un 3,5 % (de 1.200 a 1.242 euros), dijo Smith & Co.",
        "El precio aumentó un 3,5 % -de 1.200 a 1.242 euros-, según Smith &amp; Co.");
    assertThat(spanish.value()).isCloseTo(25.85976536992378, within(1e-9));
    var cat = new Bleu();
    cat.add("the cat sat on the mat today", "the cat is on the mat");
    cat.add("a b", "a b c");
    assertThat(cat.value()).isCloseTo(32.46679154750989, within(1e-9));
    var smoothed = new Bleu();
    smoothed.add("am I am a character sequence", "I am a symbol string sequence a a");
    assertThat(smoothed.value()).isCloseTo(23.263472697663296, within(1e-9));
  }

  @Test
  void bleuOfNothingOrWithoutAnyMatchIsZero() {
    assertThat(new Bleu().value()).isZero();
    var empty = new Bleu();
    empty.add("", "The dog bit the man.");
    assertThat(empty.value()).isZero();
    var other = new Bleu();
    other.add("one two three four five", "six seven eight nine ten");
    assertThat(other.value()).isZero();
    assertThatThrownBy(() -> other.add("one")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bleuOfAPerfectTranslationIsAHundredAndCaseCounts() {
    var perfect = new Bleu();
    perfect.add("The dog bit the man.", "The dog bit the man.");
    assertThat(perfect.value()).isCloseTo(100, within(1e-9));
    var lower = new Bleu();
    lower.add("the dog bit the man.", "The dog bit the man.");
    assertThat(lower.value()).isLessThan(90);
  }

  @Test
  void aShortTranslationPaysTheBrevityPenalty() {
    var bleu = new Bleu();
    bleu.add("a b c d", "a b c d e f g h");
    assertThat(bleu.brevityPenalty()).isCloseTo(Math.exp(-1), within(1e-12));
    assertThat(bleu.value()).isCloseTo(100 * Math.exp(-1), within(1e-9));
  }

  static Stream<Arguments> tokenizedLines() {
    return Stream.of(
        Arguments.of("Hello, world!", "Hello , world !"),
        Arguments.of("It's 3.14, isn't it?", "It's 3.14 , isn't it ?"),
        Arguments.of("1990-91 cost $1,000.50.", "1990 - 91 cost $ 1,000.50 ."),
        Arguments.of("a&quot;b&lt;c", "a \" b < c"),
        Arguments.of("state-of-the-art", "state-of-the-art"),
        Arguments.of("(a,b) 3-", "( a , b ) 3 -"),
        Arguments.of("¿Qué? «sí»", "¿Qué ? «sí»"),
        Arguments.of("re-\nunite\nnow<skipped>", "reunite now"),
        Arguments.of("a\u00a0b\u2003c\u0085", "a b c"),
        Arguments.of("", ""));
  }

  @ParameterizedTest
  @MethodSource("tokenizedLines")
  void theTokenizerSplitsAsMteval13a(String line, String tokens) {
    assertThat(String.join(" ", Tokenizer13a.tokens(line))).isEqualTo(tokens);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theTokenizerTakesAnyTextAndDropsNothingButSpace(int seed) {
    var random = new Random(seed);
    for (var i = 0; i < 2000; i++) {
      var text =
          random
              .ints(random.nextInt(40), 1, 0x3000)
              .filter(c -> c != '&' && c != '<' && c != '-')
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(String.join("", Tokenizer13a.tokens(text)))
          .isEqualTo(String.join("", Words.split(text)));
    }
  }

  @Test
  void theWordErrorRateIsEditsOverReferenceWords() {
    var rate = new ErrorRate();
    assertThat(rate.value()).isNaN();
    rate.addWords("the cat sat on mat", "the cat sat on the mat");
    assertThat(rate.value()).isCloseTo(1.0 / 6, within(1e-12));
    rate.addWords("hello", "");
    assertThat(rate.value()).isCloseTo(2.0 / 6, within(1e-12));
    rate.addWords("a b c", "x y");
    assertThat(rate.value()).isCloseTo(5.0 / 8, within(1e-12));
  }

  @Test
  void theCharacterErrorRateCountsCodePoints() {
    var rate = new ErrorRate();
    rate.addCharacters("niño 🙂", "nino 🙁");
    assertThat(rate.value()).isCloseTo(2.0 / 6, within(1e-12));
  }

  @Test
  void anErrorRateWithoutAnyReferenceIsInfinite() {
    var rate = new ErrorRate();
    rate.addWords("a", "");
    assertThat(rate.value()).isInfinite();
  }

  @Test
  void theDistanceOfKittenAndSittingIsThree() {
    assertThat(ErrorRate.distance(letters("kitten"), letters("sitting"))).isEqualTo(3);
    assertThat(ErrorRate.distance(letters("saturday"), letters("sunday"))).isEqualTo(3);
    assertThat(ErrorRate.distance(letters(""), letters("abc"))).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theDistanceIsAMetricAndEqualsTheRecursiveDefinition(int seed) {
    var random = new Random(seed);
    for (var i = 0; i < 50; i++) {
      var a = random.ints(random.nextInt(7), 0, 3).boxed().toList();
      var b = random.ints(random.nextInt(7), 0, 3).boxed().toList();
      var c = random.ints(random.nextInt(7), 0, 3).boxed().toList();
      assertThat(ErrorRate.distance(a, b)).isEqualTo(recursive(a, b));
      assertThat(ErrorRate.distance(a, b)).isEqualTo(ErrorRate.distance(b, a));
      assertThat(ErrorRate.distance(a, a)).isZero();
      assertThat(ErrorRate.distance(a, c))
          .isLessThanOrEqualTo(ErrorRate.distance(a, b) + ErrorRate.distance(b, c));
    }
  }

  private static int recursive(List<Integer> a, List<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.size() + b.size();
    }
    var restA = a.subList(1, a.size());
    var restB = b.subList(1, b.size());
    if (a.getFirst().equals(b.getFirst())) {
      return recursive(restA, restB);
    }
    return 1
        + Math.min(recursive(restA, restB), Math.min(recursive(restA, b), recursive(a, restB)));
  }

  private static List<Integer> letters(String word) {
    return word.chars().boxed().toList();
  }

  @Test
  void aUniformModelIsAsPerplexedAsItHasChoices() {
    var perplexity = new Perplexity();
    assertThat(perplexity.value()).isNaN();
    perplexity.add(Math.log(64), 100);
    perplexity.add(Math.log(64), 3);
    assertThat(perplexity.value()).isCloseTo(64, within(1e-9));
    assertThat(perplexity.bits()).isCloseTo(6, within(1e-12));
    perplexity.add(0, 103);
    assertThat(perplexity.value()).isCloseTo(8, within(1e-9));
  }

  /// The example of Lin 2004, section 3.1: both share four words with the reference, but in the
  /// second the longest common subsequence is two.
  @Test
  void rougeIsTheFigureOfItsPaper() {
    var first = new RougeL();
    first.add("police kill the gunman", "police killed the gunman");
    assertThat(first.value()).isEqualTo(0.75);
    var second = new RougeL();
    second.add("the gunman kill police", "police killed the gunman");
    assertThat(second.value()).isEqualTo(0.5);
  }

  @Test
  void rougeHasPrecisionAndRecallAndTakesTheBestReference() {
    var rouge = new RougeL();
    assertThat(rouge.value()).isNaN();
    rouge.add("a b c d", "x y", "a c", "a b x c y z d u");
    assertThat(rouge.precision()).isEqualTo(0.5);
    assertThat(rouge.recall()).isEqualTo(1);
    assertThat(rouge.value()).isCloseTo(2.0 / 3, within(1e-12));
    rouge.add("", "a");
    assertThat(rouge.value()).isCloseTo(1.0 / 3, within(1e-12));
    assertThatThrownBy(() -> rouge.add("a")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theCommonSubsequenceIsWhatInsertionsAndDeletionsLeave(int seed) {
    var random = new Random(seed);
    for (var i = 0; i < 50; i++) {
      var a = random.ints(1 + random.nextInt(7), 0, 3).boxed().toList();
      var b = random.ints(1 + random.nextInt(7), 0, 3).boxed().toList();
      var rouge = new RougeL();
      rouge.add(a, b);
      assertThat(rouge.precision() * a.size()).isCloseTo(common(a, b), within(1e-9));
    }
  }

  private static int common(List<Integer> a, List<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return 0;
    }
    var restA = a.subList(1, a.size());
    var restB = b.subList(1, b.size());
    return a.getFirst().equals(b.getFirst())
        ? 1 + common(restA, restB)
        : Math.max(common(restA, b), common(a, restB));
  }

  static Stream<Arguments> characterScores() {
    return Stream.of(
        Arguments.of("a", "a", 100.0),
        Arguments.of("", "reference", 0.0),
        Arguments.of("a b c", "a b c", 100.0),
        Arguments.of("a b c", "abc", 100.0),
        Arguments.of("aa", "ab", 25.0),
        Arguments.of(
            "Die_Beziehung_zwischen_Obama_und_Netanjahu_ist_nicht_gerade_freundlich.",
            "Das_Verhältnis_zwischen_Obama_und_Netanyahu_ist_nicht_gerade_freundschaftlich.",
            67.3481606),
        Arguments.of(
            "risk_assessment_must_be_made_of_those_who_are_qualified_and_expertise_in_the_sector"
                + "_-_these_are_the_scientists_.",
            "risk_assessment_has_to_be_undertaken_by_those_who_are_qualified_and_expert_in_that"
                + "_area_-_that_is_the_scientists_.",
            65.2414427));
  }

  /// Figures of sacreBLEU's own tests (`test_chrf.py`, β = 3); in the two sentences white space
  /// counts, for which `_` stands here.
  @ParameterizedTest
  @MethodSource("characterScores")
  void chrFIsTheFigureThatSacreBleuPublishes(String hypothesis, String reference, double score) {
    var chrF = new ChrF(3);
    chrF.add(hypothesis, reference);
    assertThat(chrF.value()).isCloseTo(score, within(1e-4));
  }

  /// Worked by hand: "ab" and "abc" have precision 1 and 1, recall 2/3 and 1/2, so P = 1, R = 7/12
  /// and F₂ = 5 · 7/12 / (4 + 7/12).
  @Test
  void chrFCountsRecallTwiceAndItsCorpusIsNoMean() {
    var chrF = new ChrF();
    assertThat(chrF.value()).isZero();
    chrF.add("ab", "xyz", "abc");
    assertThat(chrF.value()).isCloseTo(100 * (5 * 7 / 12.0) / (4 + 7 / 12.0), within(1e-9));
    var corpus = new ChrF(3);
    corpus.add("a", "a");
    corpus.add("b", "c");
    assertThat(corpus.value()).isCloseTo(50, within(1e-9));
    assertThatThrownBy(() -> corpus.add("a")).isInstanceOf(IllegalArgumentException.class);
  }
}
