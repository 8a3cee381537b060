package profundo.train.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import profundo.base.FolderTree;
import profundo.base.Given;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.train.TrainException;
import profundo.train.metric.Interval;

/// All runs of a user: an embedded SQLite database (`runs.db`) beside a folder of files for each
/// run (`runs/<id>/`).
///
/// Several processes may use one store at once: a writer never blocks a reader, writers take turns.
/// The store has to lie on a local disk. Safe for use by several threads.
///
/// ```java
/// try (var store = RunStore.open(RunStore.home()); var run = store.begin(plan)) {
///   run.log("train.loss", step, epoch, loss.item());
///   run.finish(totals);
/// }
/// ```
public final class RunStore implements AutoCloseable {
  private static final Text TEXT = Text.of(TrainException.class);

  private final Path home;
  private final StoreFile file;
  private final RunRows rows;
  private @Nullable FlushTimer timer;

  private RunStore(Path home, StoreFile file) {
    this.home = home;
    this.file = file;
    this.rows = new RunRows(file, this::folder);
  }

  /// The user's own store: `PROFUNDO_HOME`, else `profundo` in the platform's folder for a user's
  /// data (`~/.local/share` on Linux).
  public static Path home() {
    return HomeFolder.find();
  }

  /// Opens a store to read and write; makes it if it is not there.
  ///
  /// @throws StoreException if it is damaged, read-only, or of a newer Profundo
  public static RunStore open(Path home) {
    Given.require("home", home);
    return new RunStore(home, StoreFile.write(home.resolve("runs.db")));
  }

  /// Opens a store to read; it makes none, and reads one that is not there as empty.
  ///
  /// @throws StoreException if it is damaged or of a newer Profundo
  public static RunStore read(Path home) {
    Given.require("home", home);
    return new RunStore(home, StoreFile.read(home.resolve("runs.db")));
  }

  /// Begins a run, with its folder inside the store.
  public RunWriter begin(RunPlan plan) {
    return begin(plan, Optional.empty());
  }

  /// Begins a run with its folder elsewhere; the folder is made if it is not there.
  public RunWriter begin(RunPlan plan, Path folder) {
    Given.require("folder", folder);
    return begin(plan, Optional.of(folder.toAbsolutePath().normalize()));
  }

  private RunWriter begin(RunPlan plan, Optional<Path> folder) {
    Given.require("plan", plan);
    var entered = new ArrayList<String>();
    file.transact(() -> {
      folder.ifPresent(this::refuseTaken);
      entered.add(rows.insert(plan, folder));
    });
    var id = entered.getFirst();
    var place = folder.orElse(folder(id));
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      file.change("DELETE FROM run WHERE id = ?", id);
      throw new StoreException(TEXT.get("store.folder", place, Reason.of(e)), e);
    }
    return writer(id, place, plan.seed());
  }

  /// Takes up a run that stopped, failed or was interrupted, as of a step that a checkpoint holds,
  /// counted through all its trainings: what was logged after that step is forgotten, for it will
  /// come again.
  ///
  /// @throws StoreException if there is no such run, or it still runs
  public RunWriter resume(String id, long step) {
    Given.require("id", id);
    var run = find(id);
    refuseLiving(run);
    var owner = Owner.self();
    file.transact(() -> {
      var forgotten = file.change("DELETE FROM point WHERE run = ? AND total > ?", run.id(), step);
      file.change("UPDATE run SET entries = entries - ? WHERE id = ?", forgotten, run.id());
      file.change("DELETE FROM final_metric WHERE run = ?", run.id());
      file.change("DELETE FROM claim WHERE run = ?", run.id());
      file.change(
          "UPDATE run SET state = 'running', finished = NULL, note = '', unjudged = NULL, host = ?,"
              + " pid = ?, pid_started = ? WHERE id = ?",
          owner.host(),
          owner.pid(),
          owner.started(),
          run.id());
    });
    return writer(run.id(), run.folder(), run.plan().seed());
  }

  /// Every run, the latest first.
  public List<StoredRun> list() {
    return list(RunQuery.all());
  }

  /// The runs that a query asks for, the latest first.
  public List<StoredRun> list(RunQuery query) {
    Given.require("query", query);
    return file
        .ask(
            RunRows.RUNS + " WHERE ? IN ('', recipe) ORDER BY number DESC",
            rows::run,
            query.recipe().orElse(""))
        .stream()
        .filter(run -> query.states().contains(run.state()))
        .toList();
  }

  /// The run with this id, or the only one whose id begins so, or the last begun for `latest`.
  ///
  /// @throws UnknownRunException if there is none, or there are several
  public StoredRun find(String name) {
    Given.require("name", name);
    var found =
        name.equals("latest")
            ? file.ask(RunRows.RUNS + " ORDER BY number DESC LIMIT 1", rows::run)
            : file.ask(
                RunRows.RUNS + " WHERE substr(id, 1, length(?)) = ? ORDER BY id",
                rows::run,
                name,
                name);
    return ById.only(name, found, StoredRun::id, "store.noRun", "store.severalRuns");
  }

  /// What a run logged, by key, then seed, then step.
  public Map<String, List<MetricPoint>> curves(String id) {
    Given.require("id", id);
    var curves = new LinkedHashMap<String, List<MetricPoint>>();
    rows.requireWhole(id);
    file.ask(RunRows.POINTS + " WHERE run = ? ORDER BY key, seed, step, time", rows::point, id)
        .forEach(point -> curves.computeIfAbsent(point.key(), _ -> new ArrayList<>()).add(point));
    return curves;
  }

  /// What a run logged under one key with a step above `after`, by seed and then step: what is new
  /// to a reader that follows a training.
  public List<MetricPoint> curve(String id, String key, long after) {
    Given.require("id", id);
    Given.require("key", key);
    return file.ask(
        RunRows.POINTS + " WHERE run = ? AND key = ? AND step > ? ORDER BY seed, step, time",
        rows::point,
        id,
        key,
        after);
  }

  /// A run's final metrics by key: of one seed a single value, of several their mean and interval.
  public Map<String, Interval> metrics(String id) {
    Given.require("id", id);
    var values = new LinkedHashMap<String, List<Double>>();
    rows.requireWhole(id);
    file.ask(RunRows.METRICS + " WHERE run = ? ORDER BY key, place", rows::metric, id)
        .forEach(metric ->
            values.computeIfAbsent(metric.getKey(), _ -> new ArrayList<>()).add(metric.getValue()));
    var metrics = new LinkedHashMap<String, Interval>();
    values.forEach((key, all) ->
        metrics.put(key, Interval.of(all.stream().mapToDouble(Double::doubleValue).toArray())));
    return metrics;
  }

  /// Why a run's figures are held against no claim, if whoever wrote it said so; a run of an older
  /// store says nothing.
  public Optional<Unjudged> unjudged(String id) {
    Given.require("id", id);
    return file.ask(RunRows.RUNS + " WHERE id = ?", rows::unjudged, id).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// What a run says of itself, as JSON; a run of an older store says nothing.
  public Optional<String> description(String id) {
    Given.require("id", id);
    rows.requireWhole(id);
    return file.ask(RunRows.DESCRIPTIONS + " WHERE run = ?", rows::description, id).stream()
        .findFirst();
  }

  /// A run's verdict on each claim, in the recipe's order.
  public List<ClaimResult> claims(String id) {
    Given.require("id", id);
    rows.requireWhole(id);
    return file.ask(RunRows.CLAIMS + " WHERE run = ? ORDER BY place", rows::claim, id);
  }

  /// The files that a run made, by name and then seed.
  public List<Artefact> artefacts(String id) {
    Given.require("id", id);
    var folder = find(id).folder();
    rows.requireWhole(id);
    return file.ask(
        RunRows.ARTEFACTS + " WHERE run = ? ORDER BY name, seed",
        row -> rows.artefact(row, folder),
        id);
  }

  /// The studies that these runs belong to.
  public Studies studies() {
    return new Studies(file);
  }

  /// Forgets a run and deletes its files; a folder outside the store, which the user chose, stays.
  ///
  /// @throws StoreException if there is no such run, or it still runs
  public void delete(String id) {
    Given.require("id", id);
    var run = find(id);
    refuseLiving(run);
    file.change("DELETE FROM run WHERE id = ?", run.id());
    deleteFolder(folder(run.id()));
  }

  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.close();
    }
    file.close();
  }

  private synchronized RunWriter writer(String id, Path place, long seed) {
    if (timer == null) {
      timer = new FlushTimer();
    }
    return new RunWriter(this, id, place, seed, file, timer);
  }

  private Path folder(String id) {
    return home.resolve("runs").resolve(id).toAbsolutePath();
  }

  /// Two runs in one folder would write over each other's files.
  private void refuseTaken(Path folder) {
    list(new RunQuery(Optional.empty(), Set.of(RunState.RUNNING))).stream()
        .filter(run -> isSame(run.folder(), folder))
        .findFirst()
        .ifPresent(run -> {
          throw new StoreException(TEXT.get("store.taken", folder, run.id()));
        });
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.equals(other)
          || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    } catch (IOException e) {
      throw new StoreException(TEXT.get("store.folder", other, Reason.of(e)), e);
    }
  }

  private static void refuseLiving(StoredRun run) {
    if (run.state() == RunState.RUNNING) {
      throw new StoreException(TEXT.get("store.running", run.id()));
    }
  }

  private static void deleteFolder(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new StoreException(TEXT.get("store.folder", folder, Reason.of(e)), e);
    }
  }
}
