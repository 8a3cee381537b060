package profundo.train.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A process of its own that logs a point every millisecond until it is killed, or as many as it is
/// told. Prints its run's id, then how many points it has logged.
final class LoggingProcess {
  private LoggingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    var points = Long.parseLong(arguments[1]);
    try (var store = RunStore.open(Path.of(arguments[0]));
        var run = store.begin(Plans.of("other"))) {
      System.out.println(run.id());
      var pace = new CountDownLatch(1);
      for (var step = 0L; step < points; step++) {
        run.log("train.loss", step, 0, 1.0 / (step + 1));
        if (step % 100 == 0) {
          System.out.println(System.currentTimeMillis() + " " + step);
        }
        if (pace.await(1, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      run.metric("test.accuracy", 0.5);
      run.finish(Plans.totals());
    }
  }

  static Process start(Path home, long points) throws IOException {
    Files.createDirectories(temporary(home));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xshare:auto",
            "-Djava.io.tmpdir=" + temporary(home),
            "-cp",
            System.getProperty("java.class.path"),
            LoggingProcess.class.getName(),
            home.toString(),
            Long.toString(points));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The temporary folder of the processes of a store.
  static Path temporary(Path home) {
    return home.resolve("tmp");
  }
}
