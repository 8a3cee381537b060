package profundo.train;

import java.util.Map;

/// How far a training has come: the epoch, the batches of it that are done, and their loss so far.
final class Place {
  private int epoch;
  private int done;
  private long steps;
  private double sum;
  private double weights;

  /// Epochs done.
  int epoch() {
    return epoch;
  }

  /// Batches of this epoch done.
  int done() {
    return done;
  }

  /// Batches of all epochs done.
  long steps() {
    return steps;
  }

  /// The mean loss of this epoch's batches, each by its weight.
  double loss() {
    return sum / weights;
  }

  void addLoss(double value, double weight) {
    sum += weight == 0 ? 0 : value * weight;
    weights += weight;
  }

  void endBatch() {
    done++;
    steps++;
  }

  void endEpoch() {
    epoch++;
    done = 0;
    sum = 0;
    weights = 0;
  }

  Map<String, String> notes() {
    return Map.of(
        "fit.epoch", Integer.toString(epoch),
        "fit.batch", Integer.toString(done),
        "fit.steps", Long.toString(steps),
        "fit.sum", Double.toHexString(sum),
        "fit.weight", Double.toHexString(weights));
  }

  /// Goes to where the notes were written.
  ///
  /// @param samples the mean number of examples in a batch: a checkpoint of an older Profundo has
  ///   the sum over batches, whatever their size
  void take(Map<String, String> notes, double samples) {
    epoch = Integer.parseInt(notes.getOrDefault("fit.epoch", "0"));
    done = Integer.parseInt(notes.getOrDefault("fit.batch", "0"));
    steps = Long.parseLong(notes.getOrDefault("fit.steps", "0"));
    sum = Double.parseDouble(notes.getOrDefault("fit.sum", "0"));
    var weight = notes.get("fit.weight");
    if (weight != null) {
      weights = Double.parseDouble(weight);
    } else {
      sum *= samples;
      weights = done * samples;
    }
  }
}
