package profundo.train.progress;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.DoubleSupplier;
import profundo.base.Given;

/// Tells a person how the training goes: a live line in a terminal, now and then a plain line in a
/// pipe, or nothing.
///
/// ```java
/// try (var progress = Progress.of(System.err, Progress.Mode.AUTO)) {
///   progress.start(epochs, stepsPerEpoch);
///   …
///   progress.step(epoch, step, batchSize, () -> loss.item());
///   …
///   progress.endEpoch(epoch, Map.of("validation.accuracy", 0.98));
/// }
/// ```
///
/// Called by the training thread; only [#say] may be called by others.
public sealed interface Progress extends AutoCloseable permits TimedProgress, Quiet, Watched {
  /// How much is told.
  enum Mode {
    /// A live line in a terminal, plain lines elsewhere.
    AUTO,
    /// Plain lines everywhere.
    PLAIN,
    /// Nothing.
    QUIET
  }

  /// Who is told of every step.
  @FunctionalInterface
  interface Watcher {
    /// A step was done.
    ///
    /// @param training which of the trainings of a run, from 0
    /// @param step the steps that it has done
    /// @param steps all that it will do; 0 if unknown
    void at(int training, long step, long steps);
  }

  /// Shows nothing, and tells a program of every step.
  static Progress watched(Watcher watcher) {
    return new Watched(Given.require("watcher", watcher));
  }

  /// The progress for a stream.
  ///
  /// @param err where it is written: standard error, so that results can be piped
  /// @param terminal whether that stream is a terminal; see [Terminal#isError()]
  static Progress of(PrintStream err, boolean terminal, Mode mode) {
    Given.require("err", err);
    Given.require("mode", mode);
    return switch (mode) {
      case QUIET -> new Quiet();
      case PLAIN -> new PlainLines(err, System::nanoTime);
      case AUTO ->
          terminal
              ? new LiveLine(err, System::nanoTime, Terminal::width)
              : new PlainLines(err, System::nanoTime);
    };
  }

  /// The progress for standard error, whatever it is.
  static Progress of(PrintStream err, Mode mode) {
    return of(err, Terminal.isError(), mode);
  }

  /// A duration as progress says it: `m:ss` or `h:mm:ss`.
  static String duration(double seconds) {
    return ProgressText.duration(seconds);
  }

  /// Begins, or begins anew.
  ///
  /// @param epochs the number of epochs; 1 where the training counts steps alone
  /// @param stepsPerEpoch the steps of an epoch; 0 if unknown
  void start(int epochs, long stepsPerEpoch);

  /// Counts a step. Costs a look at the clock, unless it is time to show something.
  ///
  /// @param epoch the epoch, from 0
  /// @param step the steps done in this epoch, from 1
  /// @param samples the examples of this step
  /// @param loss asked only when it is shown, so that it may wait for the device
  void step(int epoch, long step, long samples, DoubleSupplier loss);

  /// Shows an epoch's figures; they stay on the screen.
  ///
  /// @param epoch the epoch, from 0
  /// @param metrics by key, in the order to show them
  void endEpoch(int epoch, Map<String, Double> metrics);

  /// Shows a line that stays, such as a warning. Any thread may call it.
  void say(String line);

  /// Takes the live line away.
  @Override
  void close();
}
