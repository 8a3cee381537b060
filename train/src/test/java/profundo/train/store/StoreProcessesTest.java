package profundo.train.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.train.metric.Interval;

class StoreProcessesTest {
  @TempDir Path home;

  @Test
  void aKilledRunLosesAtMostItsLastSecondAndShowsAsInterrupted() throws Exception {
    var process = LoggingProcess.start(home, Long.MAX_VALUE);
    try (var said = output(process);
        var store = RunStore.open(home)) {
      var id = said.readLine();
      assertThat(store.find(id).state()).isEqualTo(RunState.RUNNING);
      assertThatThrownBy(() -> store.delete(id)).isInstanceOf(StoreException.class);
      var logged = new ArrayList<String>();
      while (logged.size() < 30) {
        logged.add(said.readLine());
      }
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      assertThat(LoggingProcess.temporary(home)).isEmptyDirectory();
      var killed = System.currentTimeMillis();

      assertThat(store.find(id).state()).isEqualTo(RunState.INTERRUPTED);
      var points = store.curve(id, "train.loss", -1);
      for (var i = 0; i < points.size(); i++) {
        assertThat(points.get(i).step()).isEqualTo(i);
      }
      for (var line : logged) {
        var words = line.split(" ", 2);
        if (killed - Long.parseLong(words[0]) > 1500) {
          assertThat(points).hasSizeGreaterThan(Integer.parseInt(words[1]));
        }
      }
      assertThat(points).hasSizeGreaterThan(1000);

      try (var again = store.resume(id, 500)) {
        assertThat(store.curve(id, "train.loss", -1)).hasSize(501);
        again.finish(Plans.totals());
      }
      store.delete(id);
      assertThat(store.list()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void twoProcessesWriteWhileAThirdReads() throws Exception {
    var processes = new ArrayList<Process>();
    for (var i = 0; i < 2; i++) {
      processes.add(LoggingProcess.start(home, 1500));
    }
    try (var store = RunStore.open(home);
        var own = store.begin(Plans.of("own"))) {
      var ids = new ArrayList<String>();
      for (var process : processes) {
        ids.add(output(process).readLine());
      }
      var step = 0;
      while (processes.stream().anyMatch(Process::isAlive)) {
        own.log("train.loss", step, 0, step);
        own.flush();
        try (var reader = RunStore.read(home)) {
          assertThat(reader.list()).hasSize(3);
          assertThat(reader.curve(own.id(), "train.loss", -1)).hasSize(++step);
        }
      }
      assertThat(ids).doesNotHaveDuplicates();
      for (var id : ids) {
        assertThat(store.find(id).state()).isEqualTo(RunState.DONE);
        assertThat(store.curve(id, "train.loss", -1)).hasSize(1500);
        assertThat(store.metrics(id)).containsEntry("test.accuracy", Interval.of(0.5));
      }
      assertThat(step).isGreaterThan(10);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static BufferedReader output(Process process) throws IOException {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }
}
