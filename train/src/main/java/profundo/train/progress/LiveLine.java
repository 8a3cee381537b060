package profundo.train.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// One line of a terminal that is written over ten times a second.
///
/// Each drawing is one write: back to the start, the text with line wrap off (so that a terminal
/// made narrower never scrolls), clear what is left of the old one.
final class LiveLine extends TimedProgress {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final String START = "\r\033[?7l";
  private static final String END = "\033[K\033[?7h";
  private static final String CLEAR = "\r\033[K";

  private final IntSupplier width;
  private int columns;
  private String drawn = "";

  LiveLine(PrintStream err, LongSupplier clock, IntSupplier width) {
    super(err, clock, INTERVAL);
    this.width = width;
    this.columns = width.getAsInt();
  }

  @Override
  synchronized void show(ProgressText.Line line) {
    drawn = line.fitting(columns - 1);
    err.print(START + drawn + END);
    err.flush();
  }

  @Override
  public void endEpoch(int epoch, Map<String, Double> metrics) {
    columns = width.getAsInt();
    super.endEpoch(epoch, metrics);
  }

  @Override
  public synchronized void say(String line) {
    var rest = drawn.isEmpty() ? "" : START + drawn + END;
    err.print((drawn.isEmpty() ? "" : CLEAR) + line + System.lineSeparator() + rest);
    err.flush();
  }

  @Override
  public synchronized void close() {
    if (!drawn.isEmpty()) {
      err.print(CLEAR);
      err.flush();
      drawn = "";
    }
  }
}
