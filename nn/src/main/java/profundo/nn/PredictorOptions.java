package profundo.nn;

import java.time.Duration;
import java.util.function.Consumer;
import profundo.tensor.Threads;

/// How a [Predictor] computes.
public final class PredictorOptions {
  private static final int MOST_THREADS = 1024;
  private static final Duration LONGEST = Duration.ofHours(1);

  int threads = Threads.get();
  int batch = 32;
  Duration wait = Duration.ZERO;

  private PredictorOptions() {}

  static PredictorOptions of(Consumer<PredictorOptions> choose) {
    Given.require("choose", choose);
    var options = new PredictorOptions();
    choose.accept(options);
    return options;
  }

  /// How many threads compute batches, each by itself on one core: 1 to 1024, and as many as
  /// [Threads#get()] unless said. For a net on a GPU 1 is enough.
  public PredictorOptions threads(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new NetException(
          "A predictor has 1 to " + MOST_THREADS + " threads, not " + threads + ".");
    }
    this.threads = threads;
    return this;
  }

  /// How many calls are computed together at most: 1 or more, and 32 unless said.
  public PredictorOptions batch(int most) {
    if (most < 1) {
      throw new NetException("A predictor's batch is 1 call or more, not " + most + ".");
    }
    this.batch = most;
    return this;
  }

  /// How long a call waits at most for others to fill its batch: up to an hour, and no time unless
  /// said. Even then calls are joined: those that come while every thread computes.
  public PredictorOptions wait(Duration longest) {
    Given.require("longest", longest);
    if (longest.isNegative() || longest.compareTo(LONGEST) > 0) {
      throw new NetException("A predictor's call waits 0 to 1 hours, not " + longest + ".");
    }
    this.wait = longest;
    return this;
  }
}
