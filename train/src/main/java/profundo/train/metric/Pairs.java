package profundo.train.metric;

import profundo.base.Text;

/// What every metric over pairs checks first.
final class Pairs {
  private Pairs() {}

  static void check(int predicted, int target) {
    if (predicted != target) {
      throw new IllegalArgumentException(
          Text.format(
              "%d predictions for %d targets: there must be one for each", predicted, target));
    }
  }
}
