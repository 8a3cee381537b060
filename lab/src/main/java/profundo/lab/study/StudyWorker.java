package profundo.lab.study;

import java.util.Optional;
import profundo.lab.Lab;
import profundo.train.StopSignal;
import profundo.train.StoppedException;
import profundo.train.progress.Progress;
import profundo.train.store.Job;
import profundo.train.store.JobState;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import profundo.train.store.Studies;

/// Works off the jobs of a study, one after the other, until none is left to be taken. As many
/// workers as wish do so at once, each a process: the store tells them apart.
public final class StudyWorker {
  private static final long RENEWAL = 500_000_000;

  private final RunStore store;
  private final Studies studies;
  private final StopSignal stop;
  private final String study;
  private final StudyPlan plan;

  /// A worker on a study of this store.
  ///
  /// @param stop asked whether to end, with a checkpoint
  /// @throws profundo.lab.UsageException if the study's plan is not the one that it began with
  public StudyWorker(RunStore store, String study, StopSignal stop) {
    this.store = store;
    this.studies = store.studies();
    this.stop = stop;
    this.study = study;
    this.plan = Study.planOf(studies.find(study));
  }

  /// Works.
  public void work() {
    var job = next();
    while (job.isPresent()) {
      var outcome = outcome(job.get());
      studies.end(job.get(), outcome.state(), outcome.note());
      job = next();
    }
  }

  /// What became of a job, and why it failed; the note is empty if it did not.
  private record Outcome(JobState state, String note) {}

  private Optional<Job> next() {
    return stop.wished() ? Optional.empty() : studies.claim(study);
  }

  /// Whatever goes wrong with one run is that run's: the next may do well.
  private Outcome outcome(Job job) {
    try {
      run(job);
      return new Outcome(JobState.DONE, "");
    } catch (StoppedException _) {
      return new Outcome(JobState.STOPPED, "");
    } catch (RuntimeException | OutOfMemoryError e) {
      return new Outcome(JobState.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void run(Job job) {
    var recipe = plan.recipe(job.arm());
    var lab = new Lab(store, Progress.watched(new Renewal(job, recipe.parts().size())), stop);
    var earlier = job.run().flatMap(this::earlier);
    if (earlier.isEmpty()) {
      lab.run(recipe, plan.request(job.arm(), job.seed()), id -> studies.begun(job, id));
    } else if (earlier.get().state() != RunState.DONE) {
      lab.resume(recipe, earlier.get());
    }
  }

  /// The run that an earlier worker began, unless somebody has deleted it.
  private Optional<StoredRun> earlier(String id) {
    return store.list().stream().filter(run -> run.id().equals(id)).findFirst();
  }

  /// Tells the store twice a second how much of a job is done.
  private final class Renewal implements Progress.Watcher {
    private final Job job;
    private final int parts;
    private long told;

    Renewal(Job job, int parts) {
      this.job = job;
      this.parts = parts;
    }

    @Override
    public void at(int training, long step, long steps) {
      long now = System.nanoTime();
      if (told == 0 || now - told > RENEWAL) {
        told = now;
        double within = steps == 0 ? 0 : (double) step / steps;
        studies.renew(job, (training + within) / Math.max(parts, training + 1));
      }
    }
  }
}
