package profundo.tensor;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import profundo.base.ProfundoException;

/// Checks the environment variables that OpenMP, OpenBLAS and libtorch read when they are loaded. A
/// number of threads or a stack that the system cannot give ends the process there, without a word.
final class NativeSettings {
  private static final List<String> THREADS =
      List.of(
          "OMP_NUM_THREADS",
          "OMP_THREAD_LIMIT",
          "MKL_NUM_THREADS",
          "OPENBLAS_NUM_THREADS",
          "GOTO_NUM_THREADS");

  private static final List<String> STACKS = List.of("OMP_STACKSIZE", "GOMP_STACKSIZE");
  private static final Pattern STACK = Pattern.compile("(\\d{1,18})\\s*([BKMG]?)B?");
  private static final long LEAST_STACK = 16L << 10;
  private static final long LARGEST_STACK = 1L << 30;

  private NativeSettings() {}

  /// @throws ProfundoException if one of the variables has a value that native code cannot stand
  static void check(Map<String, String> environment) {
    for (var name : THREADS) {
      var value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()
          && !List.of(value.split(",", -1)).stream().allMatch(NativeSettings::isCount)) {
        throw refuse(name, value, "a number of threads is 1 to " + Threads.MOST);
      }
    }
    for (var name : STACKS) {
      var value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty() && !isStack(value)) {
        throw refuse(name, value, "a thread's stack is 16k to 1g");
      }
    }
  }

  private static boolean isCount(String text) {
    var number = text.strip();
    return number.matches("\\d{1,9}")
        && Integer.parseInt(number) >= 1
        && Integer.parseInt(number) <= Threads.MOST;
  }

  private static boolean isStack(String text) {
    var size = STACK.matcher(text.toUpperCase(java.util.Locale.ROOT));
    if (!size.matches()) {
      return false;
    }
    int shift =
        switch (size.group(2)) {
          case "B" -> 0;
          case "M" -> 20;
          case "G" -> 30;
          default -> 10;
        };
    long number = Long.parseLong(size.group(1));
    return number <= LARGEST_STACK >> shift && number << shift >= LEAST_STACK;
  }

  private static ProfundoException refuse(String name, String value, String rule) {
    return new ProfundoException(
        "The environment variable "
            + name
            + " is "
            + value
            + ", and "
            + rule
            + ": correct or unset it.");
  }
}
