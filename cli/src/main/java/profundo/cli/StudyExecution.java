package profundo.cli;

import profundo.lab.study.Study;
import profundo.train.StopSignal;
import profundo.train.store.Job;
import profundo.train.store.RunStore;
import profundo.train.store.StoredStudy;

/// Has the jobs of a study worked off by processes, and shows how they go.
final class StudyExecution {
  private static final long LOOK_MILLIS = 250;

  private StudyExecution() {}

  /// Works until no job is left.
  ///
  /// @return whether it came to its end; else a person stopped it
  static boolean run(RunStore store, StoredStudy study, int workers, StopSignal stop) {
    var studies = store.studies();
    stop.training(true);
    try (var display = new StudyDisplay(store, Study.planOf(study), System.err);
        var processes = new Workers(study.id(), workers)) {
      while (!stop.wished()) {
        var jobs = studies.jobs(study.id());
        display.show(jobs);
        boolean isWorkedOn = processes.tend(jobs.stream().filter(Job::isFree).count());
        if (!isWorkedOn) {
          var more = Study.next(store, study);
          if (more.isEmpty()) {
            return true;
          }
          studies.extend(study.id(), more);
        }
        sleep();
      }
      processes.close();
      display.show(studies.jobs(study.id()));
      return false;
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
