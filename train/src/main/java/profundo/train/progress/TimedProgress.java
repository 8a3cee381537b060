package profundo.train.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// What the live line and the plain lines share: they count every step, and speak when it is time.
abstract sealed class TimedProgress implements Progress permits LiveLine, PlainLines {
  private final LongSupplier clock;
  private final long interval;
  private final ProgressText text = new ProgressText();
  private final Pace pace = new Pace();
  private int epochs = 1;
  private long stepsPerEpoch;
  private long steps;
  private long samples;
  private long epochBegan;
  private long due;

  final PrintStream err;

  TimedProgress(PrintStream err, LongSupplier clock, Duration interval) {
    this.err = err;
    this.clock = clock;
    this.interval = interval.toNanos();
  }

  /// Shows where the training is now.
  abstract void show(ProgressText.Line line);

  @Override
  public void start(int epochs, long stepsPerEpoch) {
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    steps = 0;
    samples = 0;
    epochBegan = clock.getAsLong();
    due = epochBegan + interval;
    text.forget();
    pace.start(epochBegan);
  }

  @Override
  public void step(int epoch, long step, long samples, DoubleSupplier loss) {
    steps++;
    this.samples += samples;
    var now = clock.getAsLong();
    if (now - due >= 0) {
      pace.tell(now, steps, this.samples);
      var left =
          stepsPerEpoch == 0
              ? Double.NaN
              : pace.secondsFor((epochs - epoch) * stepsPerEpoch - step);
      show(
          text.step(
              epoch,
              epochs,
              step,
              stepsPerEpoch,
              loss.getAsDouble(),
              pace.samplesPerSecond(),
              left));
      due = now + interval;
    }
  }

  @Override
  public void endEpoch(int epoch, Map<String, Double> metrics) {
    var now = clock.getAsLong();
    say(text.epoch(epoch, epochs, metrics, (now - epochBegan) / 1e9));
    epochBegan = now;
    due = now + interval;
  }
}
