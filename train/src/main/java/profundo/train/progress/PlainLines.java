package profundo.train.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// A plain line at each epoch's end, and one for each half minute within an epoch, for pipes and
/// log files.
final class PlainLines extends TimedProgress {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  PlainLines(PrintStream err, LongSupplier clock) {
    super(err, clock, INTERVAL);
  }

  @Override
  void show(ProgressText.Line line) {
    say(line.whole());
  }

  @Override
  public synchronized void say(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {}
}
