package profundo.data.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a `tokenizer.json` of ours says: the tokens at the places that are their numbers, the
/// special ones first, and the merges in their order.
///
/// Whatever is read is checked here, since a file that is damaged can make the native library end
/// the process. That library is given a text that is written anew from what was checked.
record Subwords(List<String> vocabulary, List<String> merges) {
  static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>", "<unk>");
  static final String UNKNOWN = SPECIAL.getLast();
  static final String SPACE = "▁";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> UNUSED =
      List.of("/normalizer", "/post_processor", "/truncation", "/padding");
  private static final Map<String, Object> SPACES =
      Map.of("type", "Metaspace", "replacement", SPACE, "prepend_scheme", "always", "split", true);

  static Subwords of(BytePairs pairs) {
    var vocabulary = new ArrayList<>(SPECIAL);
    vocabulary.addAll(pairs.symbols());
    return new Subwords(vocabulary, pairs.merges());
  }

  /// Reads what [#json()] wrote, also where another program has written it again.
  ///
  /// @throws IllegalArgumentException if it is anything else: the message says what
  static Subwords parse(String text) {
    var json = JSON.readTree(text);
    require(json.at("/model/type").asString("").equals("BPE"), "model.type");
    require(json.at("/model/unk_token").asString("").equals(UNKNOWN), "model.unk_token");
    for (var part : List.of("/pre_tokenizer", "/decoder")) {
      require(json.at(part).equals(JSON.valueToTree(SPACES)), part.substring(1));
    }
    for (var part : UNUSED) {
      require(json.at(part).isMissingNode() || json.at(part).isNull(), part.substring(1));
    }
    var vocabulary = vocabulary(json.at("/model/vocab"));
    return new Subwords(vocabulary, merges(json.at("/model/merges"), new HashSet<>(vocabulary)));
  }

  private static List<String> vocabulary(JsonNode json) {
    require(json.isObject() && json.size() >= SPECIAL.size(), "model.vocab");
    var tokens = new String[json.size()];
    for (var entry : json.properties()) {
      int place = entry.getValue().isInt() ? entry.getValue().intValue() : -1;
      boolean right = place >= 0 && place < tokens.length && tokens[place] == null;
      require(right && isText(entry.getKey()), "model.vocab: " + entry);
      tokens[place] = entry.getKey();
    }
    var vocabulary = List.of(tokens);
    require(vocabulary.subList(0, SPECIAL.size()).equals(SPECIAL), "model.vocab: " + SPECIAL);
    return vocabulary;
  }

  private static List<String> merges(JsonNode json, Set<String> vocabulary) {
    require(json.isArray(), "model.merges");
    var merges = new ArrayList<String>();
    for (var merge : json) {
      var parts = parts(merge);
      boolean right =
          parts.length == 2
              && vocabulary.contains(parts[0])
              && vocabulary.contains(parts[1])
              && vocabulary.contains(parts[0] + parts[1])
              && !SPECIAL.contains(parts[0] + parts[1]);
      require(right, "model.merges: " + merge);
      merges.add(parts[0] + " " + parts[1]);
    }
    return merges;
  }

  /// The library's newer versions write a pair, its older ones a text.
  private static String[] parts(JsonNode merge) {
    return merge.isArray() && merge.valueStream().allMatch(JsonNode::isString)
        ? merge.valueStream().map(JsonNode::stringValue).toArray(String[]::new)
        : merge.asString("").split(" ", -1);
  }

  /// Whether it can be written in UTF-8.
  private static boolean isText(String token) {
    return !token.isEmpty() && token.codePoints().noneMatch(Subwords::isHalf);
  }

  static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static void require(boolean right, String place) {
    if (!right) {
      throw new IllegalArgumentException(place);
    }
  }

  /// The text of a `tokenizer.json`, which opens elsewhere too.
  String json() {
    var special =
        SPECIAL.stream()
            .map(token ->
                Map.of(
                    "id", vocabulary.indexOf(token),
                    "content", token,
                    "single_word", false,
                    "lstrip", false,
                    "rstrip", false,
                    "normalized", false,
                    "special", true))
            .toList();
    return json(special);
  }

  /// As [#json()] without the list of special tokens, so that their names in a text are text.
  String plainJson() {
    return json(List.of());
  }

  private String json(List<?> special) {
    var numbers = new LinkedHashMap<String, Integer>();
    vocabulary.forEach(token -> numbers.put(token, numbers.size()));
    var model = new LinkedHashMap<String, Object>();
    model.put("type", "BPE");
    model.put("unk_token", UNKNOWN);
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("vocab", numbers);
    model.put("merges", merges);
    var json = new LinkedHashMap<String, Object>();
    json.put("version", "1.0");
    json.put("added_tokens", special);
    json.put("pre_tokenizer", SPACES);
    json.put("decoder", SPACES);
    json.put("model", model);
    return JSON.writeValueAsString(json);
  }
}
