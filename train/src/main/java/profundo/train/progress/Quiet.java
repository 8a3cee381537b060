package profundo.train.progress;

import java.util.Map;
import java.util.function.DoubleSupplier;

/// Tells nothing.
record Quiet() implements Progress {
  @Override
  public void start(int epochs, long stepsPerEpoch) {}

  @Override
  public void step(int epoch, long step, long samples, DoubleSupplier loss) {}

  @Override
  public void endEpoch(int epoch, Map<String, Double> metrics) {}

  @Override
  public void say(String line) {}

  @Override
  public void close() {}
}
