package profundo.train.progress;

import java.util.Map;
import java.util.function.DoubleSupplier;

/// Shows nothing, and tells a program how far the trainings have come.
final class Watched implements Progress {
  private final Watcher watcher;
  private int training = -1;
  private long stepsPerEpoch;
  private long steps;

  Watched(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public void start(int epochs, long stepsPerEpoch) {
    training++;
    this.stepsPerEpoch = stepsPerEpoch;
    steps = epochs * stepsPerEpoch;
  }

  @Override
  public void step(int epoch, long step, long samples, DoubleSupplier loss) {
    watcher.at(training, epoch * stepsPerEpoch + step, steps);
  }

  @Override
  public void endEpoch(int epoch, Map<String, Double> metrics) {}

  @Override
  public void say(String line) {}

  @Override
  public void close() {}
}
