package profundo.train.progress;

/// How fast the training goes, smoothed over the last seconds so that the time left does not jump.
final class Pace {
  private static final double MEMORY_SECONDS = 10;

  private long lastTime;
  private long lastSteps;
  private long lastSamples;
  private double stepsPerSecond;
  private double samplesPerSecond;
  private boolean isFirst;

  void start(long nanos) {
    lastTime = nanos;
    lastSteps = 0;
    lastSamples = 0;
    isFirst = true;
  }

  /// Takes a reading of the clock and of the steps and samples done so far.
  void tell(long nanos, long steps, long samples) {
    var seconds = (nanos - lastTime) / 1e9;
    if (seconds <= 0) {
      return;
    }
    var newSamples = (samples - lastSamples) / seconds;
    var newSteps = (steps - lastSteps) / seconds;
    var keep = isFirst ? 0 : Math.exp(-seconds / MEMORY_SECONDS);
    samplesPerSecond = keep * samplesPerSecond + (1 - keep) * newSamples;
    stepsPerSecond = keep * stepsPerSecond + (1 - keep) * newSteps;
    isFirst = false;
    lastTime = nanos;
    lastSteps = steps;
    lastSamples = samples;
  }

  double samplesPerSecond() {
    return samplesPerSecond;
  }

  /// The seconds that so many steps will take; NaN if unknown.
  double secondsFor(long steps) {
    return stepsPerSecond > 0 ? Math.max(0, steps) / stepsPerSecond : Double.NaN;
  }
}
