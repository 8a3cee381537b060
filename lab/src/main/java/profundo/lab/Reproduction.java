package profundo.lab;

import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.ClaimSource;

/// What a run says of a claim: of a publication's one of three words, which are never mixed; of a
/// bound of ours whether it was met.
public enum Reproduction {
  /// At the paper's protocol the run's interval reaches the paper's figure.
  REPRODUCED,
  /// Under a smaller protocol the figure that we expect there is met; of the paper's figure that
  /// says nothing.
  AT_SCALE,
  /// Neither.
  NOT_REPRODUCED,
  /// A bound of ours, met.
  MET,
  /// A bound of ours, not met.
  MISSED;

  /// The word for a claim that was judged.
  ///
  /// @param scale of the run
  /// @param sign `≥` or `≤`, on which side the paper's figure is met
  /// @param measured the interval of the run's seeds
  public static Reproduction of(ClaimResult claim, Scale scale, String sign, Interval measured) {
    var paper = claim.paper();
    if (claim.source() == ClaimSource.OURS || paper.isEmpty()) {
      return claim.met() ? MET : MISSED;
    }
    if (scale != Scale.PAPER) {
      return claim.met() ? AT_SCALE : NOT_REPRODUCED;
    }
    boolean reaches =
        sign.equals(Claim.Direction.AT_MOST.sign())
            ? measured.low() <= paper.getAsDouble()
            : measured.high() >= paper.getAsDouble();
    return reaches ? REPRODUCED : NOT_REPRODUCED;
  }

  /// Whether it is what was hoped for.
  public boolean isGood() {
    return this != NOT_REPRODUCED && this != MISSED;
  }
}
