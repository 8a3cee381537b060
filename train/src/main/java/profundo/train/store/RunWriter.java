package profundo.train.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.base.UserPath;
import profundo.base.WholeFile;
import profundo.train.TrainException;

/// Records one run while it goes on.
///
/// What is logged waits in memory and is written once a second by a thread of the store, so that a
/// killed process (`kill -9`) loses its last second at most. A run that is closed without
/// [#finish], [#stop] or [#fail] counts as failed.
public final class RunWriter implements AutoCloseable {
  private static final Text TEXT = Text.of(TrainException.class);

  private final RunStore store;
  private final String id;
  private final Path folder;
  private final StoreFile file;
  private final Future<?> timer;
  private final Object flushing = new Object();
  private final List<Object[]> waiting = new ArrayList<>();
  private final List<Path> written = new ArrayList<>();
  private Part part;
  private volatile @Nullable StoreException failure;
  private volatile boolean ended;

  /// What is being recorded now.
  ///
  /// @param seed the seed
  /// @param before the steps of the run before this training
  /// @param folder where the seed's files go
  private record Part(long seed, long before, Path folder) {}

  RunWriter(RunStore store, String id, Path folder, long seed, StoreFile file, FlushTimer timer) {
    this.store = store;
    this.id = id;
    this.folder = folder;
    this.file = file;
    this.part = new Part(seed, 0, folder);
    this.timer = timer.everySecond(this::flushInBackground);
  }

  /// The store in which the run is recorded.
  public RunStore store() {
    return store;
  }

  /// The run's id, such as `lenet5-20261124-0341-k3f`.
  public String id() {
    return id;
  }

  /// The folder of the run's files.
  public Path folder() {
    return folder;
  }

  /// Says what the following figures and files are of.
  ///
  /// @param seed the seed
  /// @param before the steps of the run before this training
  /// @param within where the seed's files go, inside the run's folder; empty for the folder itself
  public void record(long seed, long before, String within) {
    Given.require("within", within);
    part = new Part(seed, before, within.isEmpty() ? folder : UserPath.inside(folder, within));
    makeFolder(part.folder);
  }

  /// Logs one value of a metric: a list's append, cheap enough for every step.
  ///
  /// @param key split and metric, such as `train.loss`
  /// @param step optimizer steps done by the run, from 0
  /// @param epoch the epoch it belongs to, from 0
  /// @param value the value; NaN and the infinities are kept
  /// @throws StoreException if earlier values could not be written (a full disk, say)
  public void log(String key, long step, int epoch, double value) {
    Given.require("key", key);
    refuseEnded();
    var earlier = failure;
    if (earlier != null) {
      throw new StoreException(String.valueOf(earlier.getMessage()), earlier);
    }
    synchronized (waiting) {
      waiting.add(
          new Object[] {
            id, key, part.seed, step - part.before, step, epoch, Instant.now().toEpochMilli(), value
          });
    }
  }

  /// Enters the curves of another run of this store, as its seed has them.
  ///
  /// @throws StoreException if the store has not all of them as they were written
  public void curvesOf(String run) {
    Given.require("run", run);
    refuseEnded();
    store.curves(run);
    file.transact(() -> {
      int points =
          file.change(
              "INSERT INTO point (run, key, seed, step, total, epoch, time, value, crc)"
                  + " SELECT ?, key, seed, step, total, epoch, time, value,"
                  + " checksum(?, key, seed, step, total, epoch, time, value)"
                  + " FROM point WHERE run = ?",
              id,
              id,
              run);
      file.change("UPDATE run SET entries = entries + ? WHERE id = ?", points, id);
    });
  }

  /// Writes what was logged so far: before a checkpoint, for instance, so that curve and checkpoint
  /// agree.
  public void flush() {
    synchronized (flushing) {
      List<Object[]> batch;
      synchronized (waiting) {
        batch = List.copyOf(waiting);
      }
      if (batch.isEmpty()) {
        return;
      }
      file.transact(() -> {
        file.changeEach(
            "INSERT INTO point (run, key, seed, step, total, epoch, time, value, crc)"
                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))",
            batch,
            point -> point);
        file.change("UPDATE run SET entries = entries + ? WHERE id = ?", batch.size(), id);
      });
      synchronized (waiting) {
        waiting.subList(0, batch.size()).clear();
      }
      failure = null;
    }
  }

  /// Sets a final metric: one value, or one for each seed. Replaces what the key had.
  public void metric(String key, double... values) {
    Given.require("key", key);
    Given.require("values", values);
    refuseEnded();
    file.transact(() -> {
      file.change("DELETE FROM final_metric WHERE run = ? AND key = ?", id, key);
      file.changeEach(
          "INSERT INTO final_metric (run, key, place, value) VALUES (?, ?, ?, ?)",
          IntStream.range(0, values.length).boxed().toList(),
          i -> new Object[] {id, key, i, values[i]});
    });
  }

  /// Sets what data the run really uses, once it is known.
  public void data(DataUsed data) {
    Given.require("data", data);
    refuseEnded();
    file.change(
        "UPDATE run SET data = ?, data_source = ?, data_samples = ? WHERE id = ?",
        data.name(),
        data.source(),
        data.samples(),
        id);
  }

  /// Says what the run is, so that it can be understood where its recipe is not: as JSON.
  public void describe(String document) {
    Given.require("document", document);
    refuseEnded();
    file.transact(() -> {
      file.change("DELETE FROM description WHERE run = ?", id);
      file.change("INSERT INTO description (run, document) VALUES (?, ?)", id, document);
    });
  }

  /// Says why the run's figures are held against no claim.
  public void unjudged(Unjudged why) {
    Given.require("why", why);
    refuseEnded();
    file.change(
        "UPDATE run SET unjudged = ?, unjudged_detail = ? WHERE id = ?",
        why.reason().word(),
        why.detail(),
        id);
  }

  /// Sets the verdict on every claim, in the order of the recipe.
  public void claims(List<ClaimResult> claims) {
    Given.require("claims", claims);
    refuseEnded();
    file.transact(() -> {
      file.change("DELETE FROM claim WHERE run = ?", id);
      file.changeEach(
          "INSERT INTO claim (run, place, metric, source, paper, location, expected, measured,"
              + " seeds, verdict, met) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          IntStream.range(0, claims.size()).boxed().toList(),
          i -> values(i, claims.get(i)));
    });
  }

  private Object[] values(int place, ClaimResult claim) {
    return new Object[] {
      id,
      place,
      claim.metric(),
      claim.source().word(),
      claim.paper().isPresent() ? claim.paper().getAsDouble() : Double.NaN,
      claim.where(),
      claim.expected(),
      claim.measured(),
      claim.seeds(),
      claim.verdict().word(),
      claim.met()
    };
  }

  /// Writes a file into the folder of the seed, whole or not at all, and enters it as an artefact;
  /// one of the same name and seed is replaced.
  ///
  /// @param name unique within the seed, such as `confusion`
  /// @param fileName its place inside the folder, such as `confusion.csv`
  /// @param title what a person reads above it
  public Artefact artefact(
      String name, ArtefactKind kind, String fileName, String title, byte[] content) {
    Given.require("name", name);
    Given.require("kind", kind);
    Given.require("fileName", fileName);
    Given.require("title", title);
    Given.require("content", content);
    refuseEnded();
    var target = inside(UserPath.of(fileName));
    makeFolder(target.resolveSibling(""));
    try {
      WholeFile.write(target, content);
      written.add(target);
    } catch (IOException e) {
      throw new StoreException(TEXT.get("store.folder", target, Reason.of(e)), e);
    }
    return artefact(name, kind, target, title);
  }

  /// Enters a file that is already in the folder of the seed as an artefact; one of the same name
  /// and seed is replaced.
  public Artefact artefact(String name, ArtefactKind kind, Path path, String title) {
    Given.require("name", name);
    Given.require("kind", kind);
    Given.require("path", path);
    Given.require("title", title);
    refuseEnded();
    var target = inside(path);
    if (!Files.isRegularFile(target)) {
      throw new IllegalArgumentException("no such file: " + target);
    }
    var made = Artefact.of(name, part.seed, kind, target, title);
    file.transact(() -> {
      file.change(
          "DELETE FROM artefact WHERE run = ? AND name = ? AND seed = ?", id, name, made.seed());
      file.change(
          "INSERT INTO artefact (run, name, seed, kind, file, title, content)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          id,
          name,
          made.seed(),
          kind.word(),
          folder.relativize(target).toString().replace('\\', '/'),
          title,
          made.content());
    });
    return made;
  }

  /// Tells what the run has cost so far, for those who watch it.
  public void totals(RunTotals totals) {
    Given.require("totals", totals);
    refuseEnded();
    file.change(
        "UPDATE run SET seconds = ?, samples = ?, peak_rss = ? WHERE id = ?",
        totals.seconds(),
        totals.samples(),
        totals.peakRss(),
        id);
  }

  /// Ends the run well.
  public void finish(RunTotals totals) {
    Given.require("totals", totals);
    end(RunState.DONE, totals, "");
  }

  /// Ends the run because a person stopped it; the note says how to go on.
  public void stop(RunTotals totals, String note) {
    Given.require("totals", totals);
    Given.require("note", note);
    end(RunState.STOPPED, totals, note);
  }

  /// Ends the run with an error; the note says which.
  public void fail(RunTotals totals, String note) {
    Given.require("totals", totals);
    Given.require("note", note);
    end(RunState.FAILED, totals, note);
  }

  /// Ends a run that was refused before it began: the store forgets it, what was written for it
  /// goes, and its folder if nothing else is in it.
  public void discard() {
    refuseEnded();
    timer.cancel(false);
    ended = true;
    file.change("DELETE FROM run WHERE id = ?", id);
    try {
      for (var made : written) {
        Files.deleteIfExists(made);
      }
      try (var files = Files.list(folder)) {
        if (files.findAny().isEmpty()) {
          Files.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new StoreException(TEXT.get("store.folder", folder, Reason.of(e)), e);
    }
  }

  private void end(RunState state, RunTotals totals, String note) {
    refuseEnded();
    timer.cancel(false);
    flush();
    file.transact(() -> {
      totals(totals);
      setState(state, note);
    });
    ended = true;
  }

  private void setState(RunState state, String note) {
    file.change(
        "UPDATE run SET state = ?, note = ?, finished = ? WHERE id = ?",
        state.word(),
        note,
        Instant.now().toEpochMilli(),
        id);
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    timer.cancel(false);
    ended = true;
    flush();
    setState(RunState.FAILED, TEXT.get("store.unfinished"));
  }

  /// A busy store is tried again in a second; any other failure meets the next [#log].
  private void flushInBackground() {
    try {
      flush();
    } catch (StoreException e) {
      failure = StoreFile.isBusy(e) ? null : e;
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException(TEXT.get("store.folder", folder, Reason.of(e)), e);
    }
  }

  private Path inside(Path path) {
    var target = part.folder.resolve(path).normalize();
    if (!target.startsWith(folder) || target.equals(folder)) {
      throw new IllegalArgumentException("an artefact lies in the folder of its run: " + path);
    }
    return target;
  }

  private void refuseEnded() {
    if (ended) {
      throw new IllegalStateException("run " + id + " has ended");
    }
  }
}
