package profundo.train.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// The expected calibration error (Guo et al. 2017, equations 2 and 3): how far a classifier's
/// confidence in its predictions lies from the share of them that is right. Predictions are put
/// into M bins by their confidence, ((m − 1) / M, m / M], and the gaps |acc − conf| are averaged by
/// the bins' sizes.
public final class CalibrationError {
  private static final int MOST = 10_000;

  private final long[] counts;
  private final long[] right;
  private final Mean[] confidences;

  /// Counts into so many bins; Guo et al. take 15.
  ///
  /// @param bins 1 to 10,000
  public CalibrationError(int bins) {
    if (bins < 1 || bins > MOST) {
      throw new IllegalArgumentException(Text.format("there are 1 to %d bins, not %d", MOST, bins));
    }
    counts = new long[bins];
    right = new long[bins];
    confidences = new Mean[bins];
    Arrays.setAll(confidences, _ -> new Mean());
  }

  /// One bin.
  ///
  /// @param from its lowest confidence, which is in the bin below
  /// @param to its highest confidence
  /// @param count the predictions in it
  /// @param accuracy the share of them that is right; NaN if there is none
  /// @param confidence their mean confidence; NaN if there is none
  public record Bin(double from, double to, long count, double accuracy, double confidence) {}

  /// Counts a batch.
  ///
  /// @param confidence `[N]`, the probability that each prediction was given, 0 to 1
  /// @param isRight `[N]`, whether it is right
  public void add(double[] confidence, boolean[] isRight) {
    Given.require("confidence", confidence);
    Given.require("isRight", isRight);
    Pairs.check(confidence.length, isRight.length);
    for (var i = 0; i < confidence.length; i++) {
      if (!(confidence[i] >= 0 && confidence[i] <= 1)) {
        throw new IllegalArgumentException(
            Text.format(
                "a confidence is a probability, 0 to 1, and not %s: give softmax(1) of logits",
                confidence[i]));
      }
    }
    for (var i = 0; i < confidence.length; i++) {
      var bin = Math.max(0, (int) Math.ceil(confidence[i] * counts.length) - 1);
      counts[bin]++;
      right[bin] += isRight[i] ? 1 : 0;
      confidences[bin].add(confidence[i]);
    }
  }

  /// Counts a batch by the most probable class of each row.
  ///
  /// @param probabilities `[N, C]`, such as `logits.softmax(1)`
  /// @param target `[N]`, the true classes
  public void add(Tensor probabilities, Tensor target) {
    Given.require("probabilities", probabilities);
    Given.require("target", target);
    var predicted = Classes.predictions(probabilities, target);
    var targets = Classes.targets(target);
    if (!probabilities.dtype().isFloatingPoint() || probabilities.dim() != 2) {
      throw new ShapeException(
          "calibrationError",
          Text.format("probabilities are [N, C], not %s", probabilities.shape()),
          probabilities.shape());
    }
    var isRight = new boolean[targets.length];
    for (var i = 0; i < targets.length; i++) {
      isRight[i] = predicted[i] == targets[i];
    }
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      add(probabilities.amax(1).toDoubleArray(), isRight);
    }
  }

  /// The error so far, 0 to 1; NaN if nothing was counted.
  public double value() {
    var gaps = new Mean();
    for (var bin : bins()) {
      if (bin.count() > 0) {
        gaps.add(Math.abs(bin.accuracy() - bin.confidence()), bin.count());
      }
    }
    return gaps.value();
  }

  /// The bins, from the lowest confidence on: a reliability diagram.
  public List<Bin> bins() {
    var bins = new ArrayList<Bin>();
    double number = counts.length;
    for (var i = 0; i < counts.length; i++) {
      var accuracy = (double) right[i] / counts[i];
      bins.add(new Bin(i / number, (i + 1) / number, counts[i], accuracy, confidences[i].value()));
    }
    return bins;
  }
}
