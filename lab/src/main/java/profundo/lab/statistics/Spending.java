package profundo.lab.statistics;

import java.util.ArrayList;
import java.util.List;

/// When a study that ends as soon as it is decided looks at its pairs, and what each look may spend
/// of the level: by Lan and DeMets' (1983) function of Pocock's kind, `α · ln(1 + (e − 1) · t)` at
/// the share `t` of the most pairs. A look may call different what lies at or below its own level;
/// as the levels add up to `α` at most, so does the probability of a mistake over all looks.
///
/// @param looks in their order
public record Spending(List<Look> looks) {
  private static final int STEP = 2;

  /// One look.
  ///
  /// @param pairs after how many pairs
  /// @param level what it may spend
  public record Look(int pairs, double level) {}

  /// Copies the looks.
  public Spending {
    looks = List.copyOf(looks);
  }

  /// The looks after every second pair that can find something: of so few pairs that the sign-flip
  /// test cannot reach what is left to be spent nothing is spent.
  ///
  /// @param most pairs that are run if nothing is decided before
  /// @param level of all looks together
  /// @param comparisons that share it by [Holm]'s method
  public static Spending of(int most, double level, int comparisons) {
    var looks = new ArrayList<Look>();
    double spent = 0;
    for (int pairs = most % STEP == 0 ? STEP : 1; pairs <= most; pairs += STEP) {
      double allowed = level * Math.log(1 + (Math.E - 1) * pairs / most) - spent;
      if (comparisons * SignFlip.least(pairs) <= allowed || pairs == most) {
        looks.add(new Look(pairs, allowed));
        spent += allowed;
      }
    }
    return new Spending(looks);
  }
}
