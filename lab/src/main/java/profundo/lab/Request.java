package profundo.lab;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import profundo.tensor.Device;

/// How a recipe is to be run.
///
/// @param scale how much of the experiment
/// @param seed the first seed
/// @param seeds how many seeds, one after the other; 0 for as many as the recipe wants
/// @param device where tensors are computed
/// @param threads processor threads, 256 at most; 0 for as many as there are cores
/// @param changes settings by name
/// @param out the run's folder, if not inside the store
public record Request(
    Scale scale,
    long seed,
    int seeds,
    Device device,
    int threads,
    Map<String, String> changes,
    Optional<Path> out) {
  /// The most threads that can be asked for.
  public static final int MOST_THREADS = 256;

  /// Checks the numbers of seeds and threads.
  public Request {
    if (seeds < 0) {
      throw new UsageException("seeds", Integer.toString(seeds));
    }
    if (threads < 0 || threads > MOST_THREADS) {
      throw new UsageException("threads", Integer.toString(threads), MOST_THREADS);
    }
  }
}
