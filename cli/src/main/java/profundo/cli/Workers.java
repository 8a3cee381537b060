package profundo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import profundo.base.ProfundoException;

/// The processes that work on a study, each the same program as this one.
final class Workers implements AutoCloseable {
  private static final int MOST_DEATHS = 5;
  private static final int SECONDS_TO_STOP = 120;

  private final String study;
  private final int most;
  private final List<Worker> living = new ArrayList<>();
  private int deaths;

  /// @param most how many there are at once
  Workers(String study, int most) {
    this.study = study;
    this.most = most;
  }

  private static final class Worker {
    private final Process process;
    private volatile String lastLine = "";

    Worker(Process process) {
      this.process = process;
      Thread.ofPlatform()
          .daemon()
          .start(() ->
              process.errorReader(StandardCharsets.UTF_8).lines().forEach(line -> lastLine = line));
    }
  }

  /// Buries who has ended, and starts others while there is work.
  ///
  /// @param waiting jobs that nobody is at
  /// @return whether anybody is still there
  /// @throws ProfundoException if one after the other dies
  boolean tend(long waiting) {
    for (var worker : List.copyOf(living)) {
      if (!worker.process.isAlive()) {
        living.remove(worker);
        died(worker);
      }
    }
    for (long free = waiting; free > 0 && living.size() < most; free--) {
      living.add(new Worker(start()));
    }
    return !living.isEmpty();
  }

  private void died(Worker worker) {
    int status = worker.process.exitValue();
    deaths = status == 0 ? 0 : deaths + 1;
    if (deaths > MOST_DEATHS) {
      throw new ProfundoException(Words.get("vary.workersDie", status, worker.lastLine));
    }
  }

  private Process start() {
    try {
      var builder = new ProcessBuilder(OwnProgram.command("worker", study));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets every worker write its checkpoint and end.
  @Override
  public void close() {
    for (var worker : living) {
      try {
        worker.process.getOutputStream().close();
      } catch (IOException _) {
        // It has ended by itself.
      }
    }
    for (var worker : living) {
      try {
        if (!worker.process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
          worker.process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        worker.process.destroyForcibly();
      }
    }
    living.clear();
  }
}
