package profundo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import profundo.base.ProfundoException;
import profundo.lab.JoinedSeeds;
import profundo.lab.Result;
import profundo.lab.RunFolder;
import profundo.lab.UsageException;
import profundo.lab.study.Study;
import profundo.lab.study.StudyPlan;
import profundo.train.StopSignal;
import profundo.train.StoppedException;
import profundo.train.store.Job;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import profundo.train.store.StoredStudy;

/// The seeds of a run side by side: a study of one arm, whose runs become one run when all have
/// their figures. Until then it can be stopped and taken up again.
///
/// @param workers how many seeds at once
/// @param out the run's folder, if not inside the store
/// @param err where is said what is planned
record SeedsSideBySide(int workers, Optional<Path> out, PrintWriter err) {
  private static final String STUDY = "study-";

  /// Runs every seed.
  ///
  /// @throws StoppedException if a person stopped it
  /// @throws ProfundoException if a seed has no figures; the others are kept
  Result begin(RunStore store, StudyPlan plan, StopSignal stop) {
    out.ifPresent(RunFolder::prepare);
    return run(store, Study.begin(store, plan), stop);
  }

  /// Whether it is the name of what [#goOn] takes up.
  static boolean isStudy(String name) {
    return name.startsWith(STUDY);
  }

  /// Goes on where it was stopped, and lets what failed try again.
  ///
  /// @throws UsageException if the study is none of seeds
  Result goOn(RunStore store, String name, StopSignal stop) {
    var study = store.studies().find(name);
    if (Study.planOf(study).asked() != StudyPlan.Asked.SEEDS) {
      throw new UsageException("resumeStudy", study.id());
    }
    out.ifPresent(RunFolder::prepare);
    store.studies().reopen(study.id());
    return run(store, study, stop);
  }

  private Result run(RunStore store, StoredStudy stored, StopSignal stop) {
    var plan = Study.planOf(stored);
    err.println(
        Words.get(
            "run.plan",
            stored.id(),
            Integer.toString(plan.seeds().size()),
            Integer.toString(workers),
            Integer.toString(plan.threads())));
    err.flush();
    if (!StudyExecution.run(store, stored, workers, stop)) {
      throw new StoppedException(stored.id());
    }
    var study = Study.of(store, stored);
    var runs = study.runs(plan.base());
    if (runs.size() < plan.seeds().size()) {
      throw lacking(study, runs.keySet());
    }
    var seeds = new ArrayList<StoredRun>();
    plan.seeds().forEach(seed -> Optional.ofNullable(runs.get(seed)).ifPresent(seeds::add));
    var result = new JoinedSeeds(store, seeds).run(plan.recipe(plan.base().name()), out);
    store.studies().delete(stored.id());
    return result;
  }

  private static ProfundoException lacking(Study study, Set<Long> done) {
    var lacking =
        study.jobs().stream()
            .filter(job -> !done.contains(job.seed()))
            .map(SeedsSideBySide::words)
            .toList();
    return new ProfundoException(
        Words.get(
            "run.seedsFailed",
            Integer.toString(lacking.size()),
            Integer.toString(study.plan().seeds().size()),
            String.join("; ", lacking),
            study.stored().id()));
  }

  private static String words(Job job) {
    var note = job.note().isEmpty() ? job.state().word() : job.note();
    return Words.get("vary.seed", Long.toString(job.seed())) + ": " + note;
  }
}
