package profundo.lab.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import profundo.lab.exhibit.Predictions;
import profundo.lab.statistics.Equivalence;
import profundo.lab.statistics.Holm;
import profundo.lab.statistics.SignFlip;
import profundo.lab.statistics.Spending;
import profundo.train.metric.Interval;
import profundo.train.store.Artefact;
import profundo.train.store.Job;
import profundo.train.store.JobState;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import profundo.train.store.StoredStudy;
import profundo.train.store.Studies;
import profundo.train.store.StudyEvent;

/// A study as far as it has come: its plan, its runs, and what they say.
///
/// @param stored the study as the store has it
/// @param plan what was planned
/// @param jobs the runs that were wanted
/// @param runs those that have their figures, by arm and then seed
/// @param figures the deciding figure of those runs, by arm and then seed
/// @param contrasts each arm beside the first, where they have pairs
/// @param events what happened beside the plan
/// @param testLooks how often the test part of the data was looked at by all runs of the store
public record Study(
    StoredStudy stored,
    StudyPlan plan,
    List<Job> jobs,
    Map<String, Map<Long, StoredRun>> runs,
    Map<String, Map<Long, Double>> figures,
    List<Contrast> contrasts,
    List<StudyEvent> events,
    long testLooks) {
  /// Enters a plan into a store, before its first run.
  public static StoredStudy begin(RunStore store, StudyPlan plan) {
    plan.arms().forEach(arm -> arm.system().keep());
    var arms = plan.arms().stream().map(Arm::name).toList();
    var jobs = wanted(plan, arms, 0, looks(plan).getFirst().pairs());
    return store.studies().plan(plan.recipe(), plan.json(), plan.hash(), jobs);
  }

  /// The plan of a stored study.
  ///
  /// @throws profundo.lab.UsageException if it is not the one that the study began with
  public static StudyPlan planOf(StoredStudy stored) {
    if (!StudyPlan.hash(stored.plan()).equals(stored.hash())) {
      throw StudyText.refuse("plan.changed", stored.id());
    }
    return StudyPlan.parse(stored.plan());
  }

  /// A study as it stands in the store.
  public static Study of(RunStore store, StoredStudy stored) {
    var plan = planOf(stored);
    var studies = store.studies();
    var jobs = studies.jobs(stored.id());
    var all = new TreeMap<String, StoredRun>();
    store.list().forEach(run -> all.put(run.id(), run));
    var runs = new TreeMap<String, Map<Long, StoredRun>>();
    for (var job : jobs) {
      job.run()
          .flatMap(id -> Optional.ofNullable(all.get(id)))
          .filter(run -> run.state() == RunState.DONE)
          .ifPresent(
              run -> runs.computeIfAbsent(job.arm(), _ -> new TreeMap<>()).put(job.seed(), run));
    }
    long looks =
        runs.values().stream()
            .flatMap(of -> of.values().stream())
            .findFirst()
            .map(run -> studies.testLooks(run.plan().data().name()))
            .orElse(0L);
    var scores = new TreeMap<String, Map<Long, Paired.Score>>();
    var figures = new TreeMap<String, Map<Long, Double>>();
    runs.forEach((arm, of) -> {
      scores.put(arm, scores(store, plan, of));
      figures.put(arm, new TreeMap<>());
      scores.get(arm).forEach((seed, score) -> figures.get(arm).put(seed, score.figure()));
    });
    return new Study(
        stored,
        plan,
        jobs,
        runs,
        figures,
        contrasts(plan, scores),
        studies.events(stored.id()),
        looks);
  }

  /// Whether every planned run has its figures.
  public boolean isComplete() {
    return jobs.stream().allMatch(job -> job.state() == JobState.DONE);
  }

  /// Whether every comparison came to a finding.
  public boolean isDecided() {
    return contrasts.size() == plan.comparisons()
        && contrasts.stream().noneMatch(one -> one.finding() == Finding.UNDECIDED);
  }

  /// What went wrong: the jobs that failed.
  public List<Job> failed() {
    return jobs.stream().filter(job -> job.state() == JobState.FAILED).toList();
  }

  /// Runs of an arm that failed for the same reason.
  ///
  /// @param arm the arm's name
  /// @param note why they failed
  /// @param seeds of the runs
  public record Failure(String arm, String note, List<Long> seeds) {
    /// The seeds, between commas.
    public String seedList() {
      return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
  }

  /// What went wrong, each arm and reason once.
  public List<Failure> failures() {
    var failures = new LinkedHashMap<List<String>, List<Long>>();
    failed()
        .forEach(job ->
            failures
                .computeIfAbsent(List.of(job.arm(), job.note()), _ -> new ArrayList<>())
                .add(job.seed()));
    return failures.entrySet().stream()
        .map(of -> new Failure(of.getKey().getFirst(), of.getKey().getLast(), of.getValue()))
        .toList();
  }

  /// The deciding figure of an arm with a seed, if there is one.
  public OptionalDouble figure(Arm arm, long seed) {
    var figure = figures.getOrDefault(arm.name(), Map.of()).get(seed);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }

  /// Some run that has its figures, if there is one.
  public Optional<StoredRun> anyRun() {
    return runs.values().stream().flatMap(of -> of.values().stream()).findFirst();
  }

  /// The runs of an arm by seed.
  public Map<Long, StoredRun> runs(Arm arm) {
    return runs.getOrDefault(arm.name(), Map.of());
  }

  /// The runs that a study wants next, now that those before have ended: of one that goes on until
  /// it is decided those up to the next look; else none.
  public static List<Studies.Wanted> next(RunStore store, StoredStudy stored) {
    return planOf(stored).rule().equals(StudyPlan.UNTIL_DECIDED)
        ? of(store, stored).next()
        : List.of();
  }

  private List<Studies.Wanted> next() {
    long seeds = jobs.stream().mapToLong(Job::seed).distinct().count();
    var look = looks(plan).stream().filter(one -> one.pairs() > seeds).findFirst();
    if (look.isEmpty() || isDecided() || !failed().isEmpty()) {
      return List.of();
    }
    var undecided =
        contrasts.stream()
            .filter(contrast -> contrast.finding() == Finding.UNDECIDED)
            .flatMap(contrast -> Stream.of(contrast.base().name(), contrast.arm().name()))
            .distinct()
            .toList();
    return wanted(plan, undecided, (int) seeds, look.get().pairs());
  }

  private static List<Studies.Wanted> wanted(StudyPlan plan, List<String> arms, int from, int to) {
    return plan.seeds().subList(from, to).stream()
        .flatMap(seed -> arms.stream().map(arm -> new Studies.Wanted(arm, seed)))
        .toList();
  }

  private static List<Spending.Look> looks(StudyPlan plan) {
    int pairs = plan.seeds().size();
    return plan.rule().equals(StudyPlan.UNTIL_DECIDED)
        ? Spending.of(pairs, plan.level(), Math.max(1, plan.comparisons())).looks()
        : List.of(new Spending.Look(pairs, plan.level()));
  }

  /// What is found by the first look that decides; of what none decides what the last one sees.
  static List<Contrast> contrasts(StudyPlan plan, Map<String, Map<Long, Paired.Score>> scores) {
    var found = new LinkedHashMap<String, Contrast>();
    for (var look : looks(plan)) {
      var seeds = plan.seeds().subList(0, look.pairs());
      boolean isComplete = true;
      for (var contrast : contrasts(plan, scores, seeds, look.level())) {
        var before = found.get(contrast.arm().name());
        if (before == null || before.finding() == Finding.UNDECIDED) {
          isComplete &= contrast.n() == look.pairs();
          found.put(contrast.arm().name(), contrast);
        }
      }
      if (!isComplete) {
        break;
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Contrast> contrasts(
      StudyPlan plan, Map<String, Map<Long, Paired.Score>> scores, List<Long> seeds, double level) {
    var arms = new ArrayList<Arm>();
    var paired = new ArrayList<Paired>();
    for (var arm : plan.compared()) {
      var pairs =
          Paired.of(
                  scores.getOrDefault(arm.beside(), Map.of()),
                  scores.getOrDefault(arm.name(), Map.of()))
              .of(seeds);
      if (!pairs.seeds().isEmpty()) {
        arms.add(arm);
        paired.add(pairs);
      }
    }
    var signs = paired.stream().map(pairs -> SignFlip.of(pairs.differences())).toList();
    double[] p = Holm.corrected(signs.stream().mapToDouble(SignFlip::p).toArray());
    var contrasts = new ArrayList<Contrast>();
    for (int i = 0; i < arms.size(); i++) {
      contrasts.add(contrast(plan, arms.get(i), paired.get(i), signs.get(i), p[i], level));
    }
    return contrasts;
  }

  private static Contrast contrast(
      StudyPlan plan, Arm arm, Paired pairs, SignFlip signs, double p, double level) {
    var differences = pairs.differences();
    var margin = plan.margin();
    Optional<Equivalence> equality =
        margin == null || differences.length < 2
            ? Optional.empty()
            : Optional.of(Equivalence.within(margin / Unit.of(plan.metric()).size(), differences));
    boolean equal = equality.filter(test -> test.p() <= level).isPresent();
    var finding = equal ? Finding.EQUAL : p <= level ? Finding.DIFFERENT : Finding.UNDECIDED;
    return new Contrast(
        plan.beside(arm),
        arm,
        pairs.pairs(),
        Interval.of(differences),
        signs,
        p,
        level,
        equality,
        pairs.superiority(Unit.isAccuracy(plan.metric())),
        finding);
  }

  /// The figures and, where they are kept, the predictions of an arm's runs by seed.
  private static Map<Long, Paired.Score> scores(
      RunStore store, StudyPlan plan, Map<Long, StoredRun> runs) {
    var scores = new TreeMap<Long, Paired.Score>();
    runs.forEach((seed, run) -> {
      var figure = store.metrics(run.id()).get(plan.metric());
      if (figure != null && Double.isFinite(figure.mean())) {
        var part = part(plan.metric());
        var kept =
            store.artefacts(run.id()).stream()
                .filter(artefact -> isPredictions(artefact, part) && Unit.isShare(plan.metric()))
                .findFirst()
                .map(artefact -> Predictions.read(artefact).correct());
        scores.put(seed, new Paired.Score(figure.mean(), kept));
      }
    });
    return scores;
  }

  /// `plain` of `test.plain.error`; empty for the run's own net.
  private static String part(String metric) {
    int first = metric.indexOf('.');
    int last = metric.lastIndexOf('.');
    return first == last ? "" : metric.substring(first + 1, last);
  }

  private static boolean isPredictions(Artefact artefact, String part) {
    return artefact
        .name()
        .equals(part.isEmpty() ? Predictions.NAME : part + "." + Predictions.NAME);
  }
}
