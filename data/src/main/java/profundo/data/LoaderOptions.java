package profundo.data;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.base.ProfundoException;

/// How a [Loader] makes batches.
public final class LoaderOptions {
  int batch = 64;
  OptionalInt workers = OptionalInt.empty();
  int prefetch = 4;
  int pool;
  boolean dropLast;
  OptionalLong seed = OptionalLong.empty();

  private LoaderOptions() {}

  static LoaderOptions of(Consumer<LoaderOptions> settings) {
    Given.require("settings", settings);
    var options = new LoaderOptions();
    settings.accept(options);
    return options;
  }

  /// The number of samples in a batch, 1 or more.
  public LoaderOptions batch(int samples) {
    this.batch = positive("batch", samples);
    return this;
  }

  /// Draws the samples of each epoch in another order, which this seed fixes.
  public LoaderOptions shuffle(long seed) {
    this.seed = OptionalLong.of(seed);
    return this;
  }

  /// Leaves out the last batch of an epoch if it is not full.
  public LoaderOptions dropLast() {
    this.dropLast = true;
    return this;
  }

  /// Puts sequences of like length into one batch: of so many batches' samples those that are next
  /// to each other in length, 1 or more. Which samples those are, and the order of the batches, is
  /// the epoch's. Without this, or where samples have no lengths, batches are as they come.
  public LoaderOptions byLength(int batches) {
    this.pool = positive("byLength", batches);
    return this;
  }

  /// The number of threads that read samples, 1 or more; without this, as many as the samples are
  /// worth ([Samples#workers]).
  public LoaderOptions workers(int threads) {
    this.workers = OptionalInt.of(positive("workers", threads));
    return this;
  }

  /// How many batches are made ahead, 1 or more.
  public LoaderOptions prefetch(int batches) {
    this.prefetch = positive("prefetch", batches);
    return this;
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new ProfundoException(
          "Loader option " + name + " must be 1 or more, not " + value + ".");
    }
    return value;
  }
}
