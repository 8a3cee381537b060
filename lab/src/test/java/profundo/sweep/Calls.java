package profundo.sweep;

import java.lang.reflect.Executable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import profundo.tensor.Rng;

/// The calls of a sweep: the seed and a number say all of one.
final class Calls {
  private static final double[] WILD = {0, 0, 0.02, 0.1, 0.3};

  private final Surface surface = Surface.whole();
  private final List<List<Executable>> families =
      List.of(
          surface.in(Set.of("profundo.base", "profundo.tensor")),
          surface.in(Set.of("profundo.base", "profundo.tensor")),
          surface.in(Set.of("profundo.nn", "profundo.optim")),
          surface.in(Set.of("profundo.data", "profundo.models", "profundo.train")));
  private final long seed;
  private final Journal journal;
  private final Path files;

  Calls(long seed, Journal journal, Path files) {
    this.seed = seed;
    this.journal = journal;
    this.files = files;
  }

  /// The call of this number.
  Call get(long number) {
    journal.begin(number);
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    var numbers = new RandomNumbers(random, WILD[random.nextInt(WILD.length)]);
    var family = families.get(random.nextInt(families.size()));
    var member = family.get(random.nextInt(family.size()));
    Rng.seed(number);
    return new Call(surface, member, numbers, journal, files);
  }
}
