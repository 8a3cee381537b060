package profundo.train.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// One line of a terminal that is written over ten times a second.
final class LiveLine extends TimedProgress {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final LiveText text;
  private final IntSupplier width;
  private int columns;

  LiveLine(PrintStream err, LongSupplier clock, IntSupplier width) {
    super(err, clock, INTERVAL);
    this.text = new LiveText(err);
    this.width = width;
    this.columns = width.getAsInt();
  }

  @Override
  void show(ProgressText.Line line) {
    text.draw(line.fitting(columns - 1));
  }

  @Override
  public void endEpoch(int epoch, Map<String, Double> metrics) {
    columns = width.getAsInt();
    super.endEpoch(epoch, metrics);
  }

  @Override
  public void say(String line) {
    text.say(line);
  }

  @Override
  public void close() {
    text.close();
  }
}
