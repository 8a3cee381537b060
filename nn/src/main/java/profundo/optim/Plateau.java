package profundo.optim;

import java.util.LinkedHashMap;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.tensor.Tensor;

/// Lowers the learning rate when a measurement has stopped getting better: after `patience` of them
/// in a row that are not better than the best by a share of 10⁻⁴ of its size, the rate is
/// multiplied by a factor. A measurement that is not a number is never better than another.
public final class Plateau {
  private static final double THRESHOLD = 1e-4;

  private final Optimizer optimizer;
  private final double factor;
  private final long patience;
  private final boolean isMax;
  private double best;
  private long bad;

  /// Watches a measurement that should fall, such as the validation loss; it may be negative.
  ///
  /// @param factor what the rate is multiplied by, below 1
  /// @param patience how many measurements without progress are borne
  public Plateau(Optimizer optimizer, double factor, long patience) {
    this(optimizer, factor, patience, false);
  }

  private Plateau(Optimizer optimizer, double factor, long patience, boolean isMax) {
    this.optimizer = Given.require("optimizer", optimizer);
    this.isMax = isMax;
    this.best = worst();
    this.factor = Checks.share("factor", factor);
    this.patience = (long) Checks.atLeast("patience", patience, 0);
  }

  /// Watches a measurement that should rise, such as the accuracy: see
  /// [#Plateau(Optimizer,double,long)].
  public static Plateau ofMax(Optimizer optimizer, double factor, long patience) {
    return new Plateau(optimizer, factor, patience, true);
  }

  private double worst() {
    return isMax ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /// Takes a measurement, and lowers the rate if it is time.
  ///
  /// @return whether it was
  public boolean step(double measurement) {
    if (isBetter(measurement)) {
      best = measurement;
      bad = 0;
      return false;
    }
    bad++;
    if (bad <= patience) {
      return false;
    }
    bad = 0;
    optimizer.groups().forEach(group -> group.lr(group.lr() * factor));
    return true;
  }

  private boolean isBetter(double measurement) {
    double needed = Double.isInfinite(best) ? 0 : THRESHOLD * Math.abs(best);
    return isMax ? measurement > best + needed : measurement < best - needed;
  }

  /// Where it stands.
  public StateDict stateDict() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("best", Tensor.of(new double[] {best}));
    state.put("num_bad_epochs", Tensor.of(new long[] {bad}));
    return new StateDict(state);
  }

  /// Goes on from where [#stateDict()] stood.
  ///
  /// @throws NetException if it is the state of something else; nothing is changed then
  public void load(StateDict state) {
    Given.require("state", state);
    double wasBest = state.get("best").item();
    long wasBad = state.get("num_bad_epochs").itemLong();
    if (wasBad < 0) {
      throw new NetException("The state of a plateau counts " + wasBad + " bad epochs.");
    }
    best = Double.isNaN(wasBest) ? worst() : wasBest;
    bad = wasBad;
  }
}
