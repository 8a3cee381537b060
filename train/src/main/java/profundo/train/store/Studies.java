package profundo.train.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.base.Text;
import profundo.train.TrainException;

/// The studies of a store: plans, and the jobs that workers take from them.
///
/// The store is all that workers share. Each takes a job by [#claim], names the run that does it by
/// [#begun], tells now and then by [#renew] that it is still there, and reports by [#end]. A job
/// whose worker died is taken again by the next one, who goes on with its run.
public final class Studies {
  private static final Text TEXT = Text.of(TrainException.class);
  private static final int MOST_TRIES = 3;

  private static final String STUDIES =
      "SELECT *, checksum(id, recipe, plan, hash, planned) AS sum FROM study";
  private static final String JOBS =
      "SELECT *, checksum(study, place, arm, seed, state, run, tries, note, progress, renewed, host,"
          + " pid, pid_started) AS sum FROM job";
  private static final String EVENTS =
      "SELECT *, checksum(study, time, event, detail) AS sum FROM study_event";

  private final StoreFile file;

  Studies(StoreFile file) {
    this.file = file;
  }

  /// What a study wants run: an arm with a seed.
  ///
  /// @param arm the arm's name
  /// @param seed the seed
  public record Wanted(String arm, long seed) {}

  /// Enters a study before its first run.
  ///
  /// @param recipe the recipe's name
  /// @param plan what is planned, as JSON
  /// @param hash the plan's SHA-256
  /// @param jobs in the order in which they are to be taken
  public StoredStudy plan(String recipe, String plan, String hash, List<Wanted> jobs) {
    Given.require("recipe", recipe);
    Given.require("plan", plan);
    Given.require("hash", hash);
    Given.require("jobs", jobs);
    var id = RunRows.newId("study", Instant.now());
    file.transact(() -> {
      file.change(
          "INSERT INTO study (id, recipe, plan, hash, planned) VALUES (?, ?, ?, ?, ?)",
          id,
          recipe,
          plan,
          hash,
          Instant.now().toEpochMilli());
      enter(id, 0, jobs);
    });
    return find(id);
  }

  /// Enters more jobs of a study, after those that it has.
  public void extend(String study, List<Wanted> jobs) {
    Given.require("study", study);
    Given.require("jobs", jobs);
    file.transact(() -> enter(study, jobs(study).size(), jobs));
  }

  private void enter(String study, int first, List<Wanted> jobs) {
    file.changeEach(
        "INSERT INTO job (study, place, arm, seed) VALUES (?, ?, ?, ?)",
        IntStream.range(0, jobs.size()).boxed().toList(),
        i -> new Object[] {study, first + i, jobs.get(i).arm(), jobs.get(i).seed()});
  }

  /// Every study, the latest first.
  public List<StoredStudy> list() {
    return file.ask(STUDIES + " ORDER BY number DESC", this::study);
  }

  /// The study with this id, or the only one whose id begins so, or the last for `latest`.
  ///
  /// @throws UnknownRunException if there is none, or there are several
  public StoredStudy find(String name) {
    Given.require("name", name);
    var found =
        name.equals("latest")
            ? list().stream().limit(1).toList()
            : list().stream().filter(study -> study.id().startsWith(name)).toList();
    return ById.only(name, found, StoredStudy::id, "store.noStudy", "store.severalStudies");
  }

  /// A study's jobs in their order.
  public List<Job> jobs(String study) {
    Given.require("study", study);
    return file.ask(JOBS + " WHERE study = ? ORDER BY place", this::job, study);
  }

  /// Takes the first job that nobody is at.
  ///
  /// @return the job as it was left: with its run, if an earlier worker began one; empty if none is
  ///   left to be taken
  public Optional<Job> claim(String study) {
    Given.require("study", study);
    var taken = new ArrayList<Job>();
    file.transact(() -> {
      for (var job : jobs(study)) {
        if (job.isFree() && job.tries() >= MOST_TRIES) {
          finish(job, JobState.FAILED, TEXT.get("store.jobDied", job.tries()));
        } else if (job.isFree() && taken.isEmpty()) {
          take(job);
          taken.add(job);
        }
      }
    });
    return taken.stream().findFirst();
  }

  private void take(Job job) {
    var owner = Owner.self();
    file.change(
        "UPDATE job SET state = 'running', tries = tries + 1, note = '', renewed = ?, host = ?,"
            + " pid = ?, pid_started = ? WHERE study = ? AND place = ?",
        Instant.now().toEpochMilli(),
        owner.host(),
        owner.pid(),
        owner.started(),
        job.study(),
        job.place());
  }

  /// Says which run does a job.
  public void begun(Job job, String run) {
    Given.require("job", job);
    Given.require("run", run);
    file.change(
        "UPDATE job SET run = ? WHERE study = ? AND place = ?", run, job.study(), job.place());
  }

  /// Says that the worker is still there, and how much of the job is done, 0 to 1.
  public void renew(Job job, double progress) {
    Given.require("job", job);
    file.change(
        "UPDATE job SET progress = ?, renewed = ? WHERE study = ? AND place = ?",
        progress,
        Instant.now().toEpochMilli(),
        job.study(),
        job.place());
  }

  /// Reports what became of a job.
  ///
  /// @param state done, failed or stopped
  /// @param note why it failed; empty if it did not
  public void end(Job job, JobState state, String note) {
    Given.require("job", job);
    Given.require("state", state);
    Given.require("note", note);
    file.transact(() -> finish(job, state, note));
  }

  private void finish(Job job, JobState state, String note) {
    file.change(
        "UPDATE job SET state = ?, note = ?, renewed = ? WHERE study = ? AND place = ?",
        state.word(),
        note,
        Instant.now().toEpochMilli(),
        job.study(),
        job.place());
  }

  /// Lets what was stopped, failed or abandoned be taken again, and notes it.
  ///
  /// @return how many jobs there are to take
  public long reopen(String study) {
    Given.require("study", study);
    file.transact(() -> {
      for (var job : jobs(study)) {
        if (job.state() != JobState.DONE && job.state() != JobState.RUNNING) {
          file.change(
              "UPDATE job SET state = 'waiting', tries = 0 WHERE study = ? AND place = ?",
              study,
              job.place());
        }
      }
    });
    return jobs(study).stream().filter(job -> job.state() == JobState.WAITING).count();
  }

  /// Notes something that was not planned.
  public void tell(String study, String event, String detail) {
    Given.require("study", study);
    Given.require("event", event);
    Given.require("detail", detail);
    file.change(
        "INSERT INTO study_event (study, time, event, detail) VALUES (?, ?, ?, ?)",
        study,
        Instant.now().toEpochMilli(),
        event,
        detail);
  }

  /// What happened to a study beside its plan, in the order of time.
  public List<StudyEvent> events(String study) {
    Given.require("study", study);
    return file.ask(EVENTS + " WHERE study = ? ORDER BY number", this::event, study);
  }

  /// How often the test part of some data was looked at by all runs of the store: once for each
  /// seed of a run that has a figure of it.
  public long testLooks(String data) {
    Given.require("data", data);
    return file.ask(
            "SELECT count(*) FROM (SELECT DISTINCT run, place FROM final_metric"
                + " WHERE key LIKE 'test.%' AND run IN (SELECT id FROM run WHERE data = ?))",
            row -> row.getLong(1), data)
        .getFirst();
  }

  /// Forgets a study; its runs stay.
  public void delete(String study) {
    Given.require("study", study);
    file.change("DELETE FROM study WHERE id = ?", study);
  }

  private StoredStudy study(ResultSet row) throws SQLException {
    requireSame(row);
    return new StoredStudy(
        row.getString("id"),
        row.getString("recipe"),
        row.getString("plan"),
        row.getString("hash"),
        Instant.ofEpochMilli(row.getLong("planned")));
  }

  private Job job(ResultSet row) throws SQLException {
    requireSame(row);
    var run = row.getString("run");
    return new Job(
        row.getString("study"),
        row.getInt("place"),
        row.getString("arm"),
        row.getLong("seed"),
        state(row),
        run.isEmpty() ? Optional.empty() : Optional.of(run),
        row.getInt("tries"),
        row.getString("note"),
        row.getDouble("progress"));
  }

  private JobState state(ResultSet row) throws SQLException {
    var owner = new Owner(row.getString("host"), row.getLong("pid"), row.getLong("pid_started"));
    for (var state : JobState.values()) {
      if (state.word().equals(row.getString("state"))) {
        return state == JobState.RUNNING && !owner.alive() ? JobState.ABANDONED : state;
      }
    }
    throw file.damaged(null);
  }

  private StudyEvent event(ResultSet row) throws SQLException {
    requireSame(row);
    return new StudyEvent(
        Instant.ofEpochMilli(row.getLong("time")), row.getString("event"), row.getString("detail"));
  }

  private void requireSame(ResultSet row) throws SQLException {
    if (row.getLong("crc") != row.getLong("sum")) {
      throw file.damaged(null);
    }
  }
}
