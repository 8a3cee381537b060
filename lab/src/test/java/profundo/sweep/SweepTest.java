package profundo.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls everything public with arguments drawn at random, in child processes: nothing ends the
/// process, nothing hangs, and nothing is thrown but the library's own exceptions, in sentences.
///
/// The same seed every time, so that a change fails for what it changed; a campaign takes others by
/// `-Dprofundo.sweep.seed=N`.
class SweepTest {
  private static final long SEED = Long.getLong("profundo.sweep.seed", 20_784);

  private static void sweep(Path folder, long seed, long seconds) throws Exception {
    var sweep = new Sweep(folder, seed).run(Long.MAX_VALUE / 2, seconds);
    System.out.printf("swept seed %d: %,d calls%n", seed, sweep.calls());
    assertThat(sweep.finds()).isEmpty();
    assertThat(sweep.calls()).isPositive();
  }

  @Test
  void nothingFallsInHalfAMinute(@TempDir Path folder) throws Exception {
    sweep(folder, SEED, 30);
  }

  @Test
  @Tag("slow")
  void nothingFallsInFourMinutes(@TempDir Path folder) throws Exception {
    sweep(folder, SEED + 1_000_000, 240);
  }
}
