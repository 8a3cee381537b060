package profundo.lab.statistics;

import profundo.train.metric.Interval;
import profundo.train.metric.StudentT;

/// Two one-sided tests (Schuirmann 1987): whether the mean of paired differences lies within a
/// margin on either side of 0. That a test found no difference does not show that there is none;
/// this can.
///
/// @param margin below which a difference does not matter
/// @param p the larger of the probabilities of both tests, by Student's t
public record Equivalence(double margin, double p) {
  /// Tests the differences of the pairs.
  ///
  /// @param margin above 0, in the differences' unit
  /// @throws IllegalArgumentException if there are fewer than two
  public static Equivalence within(double margin, double... differences) {
    if (differences.length < 2 || !(margin > 0)) {
      throw new IllegalArgumentException("a test of equality needs two pairs and a margin above 0");
    }
    var mean = Interval.of(differences).mean();
    double error = Spread.of(differences) / Math.sqrt(differences.length);
    int freedom = differences.length - 1;
    if (error == 0) {
      return new Equivalence(margin, Math.abs(mean) < margin ? 0 : 1);
    }
    double below = StudentT.above((margin - mean) / error, freedom);
    double above = StudentT.above((margin + mean) / error, freedom);
    return new Equivalence(margin, Math.max(below, above));
  }
}
