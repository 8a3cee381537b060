package profundo.data.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import profundo.base.Given;
import profundo.data.shared.Ranges;

/// An n-gram model with interpolated Witten–Bell smoothing (Witten & Bell 1991; Chen & Goodman
/// 1998, section 2.5): p(w|h) = (c(hw) + t(h) · p(w|h')) / (c(h) + t(h)), where t(h) counts the
/// different symbols seen after the context h, and h' is h without its first symbol; below one
/// symbol all are equally probable. The floor that a recurrent net has to beat.
public final class NGrams {
  private final int order;
  private final int symbols;
  private final Map<Context, Followers> contexts = new HashMap<>();

  private record Context(int[] symbols) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Context context && Arrays.equals(symbols, context.symbols);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(symbols);
    }
  }

  private static final class Followers {
    private final Map<Integer, Integer> counts = new HashMap<>();
    private int total;

    void add(int symbol) {
      counts.merge(symbol, 1, Integer::sum);
      total++;
    }

    double mixed(int symbol, double shorter) {
      int different = counts.size();
      return (counts.getOrDefault(symbol, 0) + different * shorter) / (total + different);
    }
  }

  /// A model of order n, from contexts of up to n − 1 symbols.
  ///
  /// @param text the training text, numbers from 0 to below `symbols`
  public NGrams(int order, int symbols, int[] text) {
    Given.require("text", text);
    this.order = Ranges.positive("order", order);
    this.symbols = Ranges.positive("symbols", symbols);
    for (int at = 0; at < text.length; at++) {
      for (int length = 0; length < order && length <= at; length++) {
        contexts.computeIfAbsent(context(text, at, length), _ -> new Followers()).add(text[at]);
      }
    }
  }

  /// p(w|h) of the symbol at a place of a text, given those before it, by the model of order `n` or
  /// fewer than this one's.
  public double probability(int[] text, int at, int n) {
    Given.require("text", text);
    requireOrder(n);
    Ranges.require("at", at, 0, text.length - 1);
    double p = 1.0 / symbols;
    for (int length = 0; length < n && length <= at; length++) {
      var followers = contexts.get(context(text, at, length));
      if (followers == null) {
        break;
      }
      p = followers.mixed(text[at], p);
    }
    return p;
  }

  /// The mean of −log p over a text from its second symbol on, in nats a symbol, by the model of
  /// order `n`.
  public double loss(int[] text, int n) {
    Given.require("text", text);
    requireOrder(n);
    double sum = 0;
    for (int at = 1; at < text.length; at++) {
      sum -= Math.log(probability(text, at, n));
    }
    return sum / (text.length - 1);
  }

  private void requireOrder(int n) {
    Ranges.require("n", n, 0, order);
  }

  private static Context context(int[] text, int at, int length) {
    return new Context(Arrays.copyOfRange(text, at - length, at));
  }
}
