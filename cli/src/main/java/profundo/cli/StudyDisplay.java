package profundo.cli;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.lab.study.StudyPlan;
import profundo.train.progress.LiveText;
import profundo.train.progress.Progress;
import profundo.train.progress.Terminal;
import profundo.train.store.Job;
import profundo.train.store.JobState;
import profundo.train.store.RunStore;

/// Shows how the runs of a study go: a line for each that ended, and in a terminal a live one with
/// those that are at work, how many wait, and when all of them will have ended.
final class StudyDisplay implements AutoCloseable {
  private final RunStore store;
  private final StudyPlan plan;
  private final PrintStream err;
  private final Optional<LiveText> live;
  private final Map<Integer, JobState> told = new HashMap<>();
  private final long began = System.nanoTime();
  private double doneBefore = -1;

  StudyDisplay(RunStore store, StudyPlan plan, PrintStream err) {
    this.store = store;
    this.plan = plan;
    this.err = err;
    this.live = Terminal.isError() ? Optional.of(new LiveText(err)) : Optional.empty();
  }

  void show(List<Job> jobs) {
    double done = jobs.stream().mapToDouble(StudyDisplay::done).sum();
    if (doneBefore < 0) {
      doneBefore = done;
      jobs.forEach(job -> told.put(job.place(), job.state()));
    }
    for (var job : jobs) {
      if (told.put(job.place(), job.state()) != job.state()) {
        line(job).ifPresent(this::say);
      }
    }
    live.ifPresent(line -> line.draw(cut(words(jobs, done))));
  }

  private static double done(Job job) {
    return job.state() == JobState.DONE || job.state() == JobState.FAILED ? 1 : job.progress();
  }

  private void say(String line) {
    live.ifPresentOrElse(text -> text.say(line), () -> err.println(line));
  }

  private Optional<String> line(Job job) {
    return switch (job.state()) {
      case DONE -> Optional.of(Words.get("vary.done", job.arm(), "" + job.seed(), figure(job)));
      case FAILED -> Optional.of(Words.get("vary.failed", job.arm(), "" + job.seed(), job.note()));
      case STOPPED -> Optional.of(Words.get("vary.stopped", job.arm(), "" + job.seed()));
      case ABANDONED -> Optional.of(Words.get("vary.abandoned", job.arm(), "" + job.seed()));
      case WAITING, RUNNING -> Optional.empty();
    };
  }

  private String figure(Job job) {
    return job.run()
        .flatMap(run -> Optional.ofNullable(store.metrics(run).get(plan.metric())))
        .map(value -> plan.metric() + " " + Words.number(value.mean()))
        .orElse("");
  }

  private String words(List<Job> jobs, double done) {
    var running =
        jobs.stream()
            .filter(job -> job.state() == JobState.RUNNING)
            .map(
                job -> Text.format("%s · %d: %.0f %%", job.arm(), job.seed(), 100 * job.progress()))
            .collect(Collectors.joining("   "));
    long ended = jobs.stream().filter(job -> done(job) == 1).count();
    long waiting = jobs.stream().filter(job -> job.state() == JobState.WAITING).count();
    double seconds = (System.nanoTime() - began) / 1e9;
    double fresh = done - doneBefore;
    var left =
        fresh < 0.02
            ? ""
            : Words.get("vary.left", Progress.duration((jobs.size() - done) * seconds / fresh));
    return Words.get("vary.live", "" + ended, "" + jobs.size(), running, "" + waiting, left);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), Math.max(0, Terminal.width() - 1)));
  }

  @Override
  public void close() {
    live.ifPresent(LiveText::close);
  }
}
