package profundo.train.progress;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What can be known of the terminal without native code.
public final class Terminal {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/\\d+|tty.*|console)");
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)");
  private static final int USUAL_WIDTH = 80;

  private Terminal() {}

  /// Whether standard error is a terminal that can write over a line.
  ///
  /// On Linux the kernel says so. Elsewhere standard input and output have to be a terminal, since
  /// Java cannot ask about standard error alone.
  public static boolean isError() {
    return canMove(System.getenv()) && isDevice(STANDARD_ERROR);
  }

  /// The columns of the terminal; 80 if it does not tell.
  public static int width() {
    var given = System.getenv().getOrDefault("COLUMNS", "");
    if (given.matches("[1-9]\\d{0,3}")) {
      return Integer.parseInt(given);
    }
    var terminal = new File("/dev/tty");
    return terminal.exists() ? askedWidth(terminal) : USUAL_WIDTH;
  }

  static boolean canMove(Map<String, String> environment) {
    var kind = environment.get("TERM");
    return kind == null ? environment.containsKey("WINDIR") : !kind.equals("dumb");
  }

  static boolean isDevice(Path descriptor) {
    if (!Files.isSymbolicLink(descriptor)) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
    try {
      return DEVICE.matcher(Files.readSymbolicLink(descriptor).toString()).matches();
    } catch (IOException _) {
      return false;
    }
  }

  private static int askedWidth(File terminal) {
    try {
      var process = new ProcessBuilder("stty", "size").redirectInput(terminal).start();
      try (var said = process.inputReader()) {
        var size = SIZE.matcher(String.valueOf(said.readLine()));
        var isTold = process.waitFor(1, TimeUnit.SECONDS) && size.matches();
        return isTold ? Math.max(1, Integer.parseInt(size.group(1))) : USUAL_WIDTH;
      }
    } catch (IOException _) {
      return USUAL_WIDTH;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return USUAL_WIDTH;
    }
  }
}
