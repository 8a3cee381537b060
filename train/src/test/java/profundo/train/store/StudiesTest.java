package profundo.train.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudiesTest {
  @TempDir Path home;

  private RunStore store;
  private Studies studies;
  private StoredStudy study;

  @BeforeEach
  void plan() {
    store = RunStore.open(home);
    studies = store.studies();
    study =
        studies.plan(
            "mlp",
            "{}",
            "abc",
            List.of(
                new Studies.Wanted("a", 1),
                new Studies.Wanted("b", 1),
                new Studies.Wanted("a", 2)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void sql(String change) throws Exception {
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("runs.db"));
        var statement = other.createStatement()) {
      statement.execute(change);
    }
  }

  @Test
  void jobsAreTakenOnceAndInTheirOrder() {
    assertThat(studies.find("study-")).isEqualTo(study);
    assertThat(studies.find("latest").plan()).isEqualTo("{}");
    for (int place = 0; place < 3; place++) {
      var job = studies.claim(study.id()).orElseThrow();
      assertThat(job.place()).isEqualTo(place);
      assertThat(job.tries()).isZero();
      studies.begun(job, "run-" + place);
      studies.renew(job, 0.25 * place);
    }
    assertThat(studies.claim(study.id())).isEmpty();
    var jobs = studies.jobs(study.id());
    assertThat(jobs).extracting(Job::state).containsOnly(JobState.RUNNING);
    assertThat(jobs.get(2).progress()).isEqualTo(0.5);
    assertThat(jobs.get(2).run()).contains("run-2");
    studies.end(jobs.get(1), JobState.FAILED, "too large");
    assertThat(studies.jobs(study.id()).get(1).note()).isEqualTo("too large");
  }

  /// The owner's process number is one that no process has.
  private void orphan() throws Exception {
    try (var other = StoreFile.write(home.resolve("runs.db"))) {
      other.change("UPDATE job SET pid = 2147483000, pid_started = 1 WHERE state = 'running'");
    }
  }

  @Test
  void aJobWhoseWorkerDiedIsTakenAgainWithItsRunAndGivenUpAfterThree() throws Exception {
    studies.begun(studies.claim(study.id()).orElseThrow(), "run-1");
    orphan();
    assertThat(studies.jobs(study.id()).getFirst().state()).isEqualTo(JobState.ABANDONED);
    var again = studies.claim(study.id()).orElseThrow();
    assertThat(again.run()).contains("run-1");
    assertThat(again.tries()).isEqualTo(1);
    orphan();
    studies.claim(study.id());
    orphan();
    assertThat(studies.claim(study.id()).orElseThrow().place()).isEqualTo(1);
    assertThat(studies.jobs(study.id()).getFirst().state()).isEqualTo(JobState.FAILED);
    assertThat(studies.jobs(study.id()).getFirst().note()).contains("3 times");
  }

  @Test
  void whatWasStoppedOrFailedCanBeTakenAgainWhenItIsReopened() {
    studies.end(studies.claim(study.id()).orElseThrow(), JobState.STOPPED, "");
    studies.end(studies.claim(study.id()).orElseThrow(), JobState.FAILED, "why");
    studies.end(studies.claim(study.id()).orElseThrow(), JobState.DONE, "");
    assertThat(studies.claim(study.id())).isEmpty();
    assertThat(studies.reopen(study.id())).isEqualTo(2);
    assertThat(studies.claim(study.id()).orElseThrow().place()).isZero();
    studies.tell(study.id(), "resumed", "");
    assertThat(studies.events(study.id())).extracting(StudyEvent::event).containsExactly("resumed");
  }

  @Test
  void looksAtTestDataAreCountedByRunAndSeed() {
    try (var run = store.begin(Plans.of("mlp"))) {
      run.data(new DataUsed("mnist", "mirror", 10));
      run.metric("test.accuracy", 0.5, 0.6);
      run.metric("test.error", 0.5, 0.4);
      run.metric("validation.accuracy", 0.5, 0.4, 0.3);
      run.finish(Plans.totals());
    }
    assertThat(studies.testLooks("mnist")).isEqualTo(2);
    assertThat(studies.testLooks("kmnist")).isZero();
  }

  @Test
  void aChangedRowIsRefused() throws Exception {
    sql("DROP TRIGGER job_changed");
    sql("UPDATE job SET seed = 7 WHERE place = 0");
    assertThatThrownBy(() -> studies.jobs(study.id()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void anUnknownStudyIsNamed() {
    assertThatThrownBy(() -> studies.find("nothing"))
        .isInstanceOf(UnknownRunException.class)
        .hasMessageContaining("nothing");
    studies.delete(study.id());
    assertThat(studies.list()).isEmpty();
    assertThat(studies.jobs(study.id())).isEmpty();
  }
}
