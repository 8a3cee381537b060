package profundo.data.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Learns subwords by byte-pair encoding (Sennrich, Haddow & Birch 2016, algorithm 1): the pair of
/// neighbours that is most frequent in the text becomes one symbol, again and again. Of equally
/// frequent pairs the first in alphabetical order is taken, so that a text always gives the same.
final class BytePairs {
  private record Pair(String left, String right) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byLeft = left.compareTo(other.left);
      return byLeft != 0 ? byLeft : right.compareTo(other.right);
    }

    String joined() {
      return left + right;
    }

    boolean makes(String symbol) {
      return left.length() + right.length() == symbol.length()
          && symbol.startsWith(left)
          && symbol.endsWith(right);
    }
  }

  private final List<List<String>> words = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final Map<Pair, Integer> frequency = new HashMap<>();
  private final Map<Pair, Set<Integer>> places = new HashMap<>();
  private final List<String> symbols = new ArrayList<>();
  private final List<String> merges = new ArrayList<>();

  /// Learns from words, each with how often it occurs, until there are `size` symbols or no pair
  /// occurs twice.
  ///
  /// @param reserved what no pair may become: the names of special tokens
  BytePairs(Map<String, Integer> text, int size, List<String> reserved) {
    var letters = new TreeMap<String, Integer>();
    new TreeMap<>(text)
        .forEach((word, count) -> {
          var split = new ArrayList<>(word.codePoints().mapToObj(Character::toString).toList());
          split.forEach(letter -> letters.merge(letter, count, Integer::sum));
          words.add(split);
          counts.add(count);
        });
    symbols.addAll(letters.keySet());
    for (int word = 0; word < words.size(); word++) {
      count(word, 1);
    }
    while (symbols.size() < size) {
      var best =
          frequency.entrySet().stream()
              .filter(entry -> entry.getValue() > 1)
              .filter(entry -> reserved.stream().noneMatch(entry.getKey()::makes))
              .max(
                  Map.Entry.<Pair, Integer>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
      if (best.isEmpty()) {
        break;
      }
      merge(best.get().getKey());
    }
  }

  /// The symbols: letters first, then what was merged, in its order.
  List<String> symbols() {
    return symbols;
  }

  /// What was merged, as `left right`, in its order.
  List<String> merges() {
    return merges;
  }

  /// Words as sentences have them: each with a mark for the space before it.
  static Map<String, Integer> words(Stream<String> sentences, String space) {
    var words = new LinkedHashMap<String, Integer>();
    sentences.forEach(sentence -> {
      for (var word : sentence.split(" ")) {
        if (!word.isEmpty()) {
          words.merge(space + word, 1, Integer::sum);
        }
      }
    });
    return words;
  }

  private void merge(Pair pair) {
    var symbol = pair.joined();
    if (!symbols.contains(symbol)) {
      symbols.add(symbol);
    }
    merges.add(pair.left() + " " + pair.right());
    for (int word : List.copyOf(places.getOrDefault(pair, Set.of()))) {
      count(word, -1);
      var old = words.get(word);
      var merged = new ArrayList<String>();
      for (int i = 0; i < old.size(); i++) {
        boolean here =
            i + 1 < old.size()
                && old.get(i).equals(pair.left())
                && old.get(i + 1).equals(pair.right());
        merged.add(here ? symbol : old.get(i));
        i += here ? 1 : 0;
      }
      words.set(word, merged);
      count(word, 1);
    }
    frequency.remove(pair);
  }

  private void count(int word, int sign) {
    var letters = words.get(word);
    for (int i = 0; i + 1 < letters.size(); i++) {
      var pair = new Pair(letters.get(i), letters.get(i + 1));
      frequency.merge(pair, sign * counts.get(word), Integer::sum);
      var at = places.computeIfAbsent(pair, _ -> new HashSet<>());
      if (sign > 0) {
        at.add(word);
      } else {
        at.remove(word);
      }
    }
  }
}
