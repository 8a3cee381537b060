package profundo.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls everything public with arguments drawn at random, in child processes: nothing ends the
/// process, nothing hangs, and nothing is thrown but the library's own exceptions, in sentences.
///
/// The same seed and the same number of calls every time, so that a change fails for what it
/// changed and on every machine alike; a campaign takes others by `-Dprofundo.sweep.seed=N` and
/// `-Dprofundo.sweep.calls=N`.
class SweepTest {
  private static final long SEED = Long.getLong("profundo.sweep.seed", 20_784);

  private static void sweep(Path folder, long seed, long calls, long seconds) throws Exception {
    var sweep = new Sweep(folder, seed).run(calls, seconds);
    System.out.printf("swept seed %d: %,d calls%n", seed, sweep.calls());
    assertThat(sweep.finds()).isEmpty();
    assertThat(sweep.calls()).isPositive();
  }

  @Test
  void nothingFallsInAFewThousandCalls(@TempDir Path folder) throws Exception {
    sweep(folder, SEED, 4_000, 60);
  }

  @Test
  @Tag("slow")
  void nothingFallsInManyCalls(@TempDir Path folder) throws Exception {
    sweep(folder, SEED + 1_000_000, Long.getLong("profundo.sweep.calls", 30_000), 600);
  }
}
