package profundo.train.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.train.TrainException;

/// How the store's rows become records, and a run's plan becomes a row.
final class RunRows {
  private static final Text TEXT = Text.of(TrainException.class);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
  // No letter or digit that is easily taken for another.
  private static final String ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
  private static final int ID_TRIES = 100;

  /// Beginnings of questions: each row comes with the checksum that it should have.
  static final String RUNS =
      "SELECT *, checksum(number, id, recipe, config, scale, seed, device, threads, data,"
          + " data_source, data_samples, environment, state, started, finished, seconds, samples,"
          + " peak_rss, note, folder, host, pid, pid_started, unjudged, unjudged_detail, entries)"
          + " AS sum FROM run";

  static final String POINTS =
      "SELECT *, checksum(run, key, seed, step, total, epoch, time, value) AS sum FROM point";
  static final String METRICS =
      "SELECT *, checksum(run, key, place, value) AS sum FROM final_metric";
  static final String CLAIMS =
      "SELECT *, checksum(run, place, metric, paper, location, expected, measured, met, source,"
          + " seeds, verdict) AS sum FROM claim";
  static final String DESCRIPTIONS = "SELECT *, checksum(run, document) AS sum FROM description";
  static final String ARTEFACTS =
      "SELECT *, checksum(run, name, seed, kind, file, title, content) AS sum FROM artefact";

  private final StoreFile file;
  private final Function<String, Path> folder;

  RunRows(StoreFile file, Function<String, Path> folder) {
    this.file = file;
    this.folder = folder;
  }

  /// Enters a new run of this process and returns its id.
  String insert(RunPlan plan, Optional<Path> folder) {
    var now = Instant.now();
    var owner = Owner.self();
    for (var i = 0; i < ID_TRIES; i++) {
      var id = newId(plan.recipe(), now);
      var isNew =
          file.insertNew(
              """
              INSERT INTO run (id, recipe, config, scale, seed, device, threads, data, data_source,
                data_samples, environment, state, started, folder, host, pid, pid_started)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, nullif(?, ''), ?, ?, ?)
              """,
              id,
              plan.recipe(),
              plan.config(),
              plan.scale(),
              plan.seed(),
              plan.device(),
              plan.threads(),
              plan.data().name(),
              plan.data().source(),
              plan.data().samples(),
              plan.environment(),
              now.toEpochMilli(),
              folder.map(Path::toString).orElse(""),
              owner.host(),
              owner.pid(),
              owner.started());
      if (isNew) {
        return id;
      }
    }
    throw new StoreException(TEXT.get("store.noId", plan.recipe()));
  }

  /// A name such as `lenet5-20261124-0341-k3f`.
  static String newId(String what, Instant now) {
    return what + "-" + MINUTE.format(now) + "-" + letters(3);
  }

  private static String letters(int count) {
    return ThreadLocalRandom.current()
        .ints(count, 0, ID_LETTERS.length())
        .mapToObj(i -> ID_LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  /// Refuses a run of whose rows some are gone.
  void requireWhole(String id) {
    var whole =
        file.ask(
            """
            SELECT entries = (SELECT count(*) FROM point WHERE run = ?1)
              + (SELECT count(*) FROM final_metric WHERE run = ?1)
              + (SELECT count(*) FROM claim WHERE run = ?1)
              + (SELECT count(*) FROM artefact WHERE run = ?1)
              + (SELECT count(*) FROM description WHERE run = ?1)
            FROM run WHERE id = ?1
            """,
            row -> row.getBoolean(1),
            id);
    if (whole.contains(false)) {
      throw file.damaged(null);
    }
  }

  private void requireSame(ResultSet row) throws SQLException {
    if (row.getLong("crc") != row.getLong("sum")) {
      throw file.damaged(null);
    }
  }

  StoredRun run(ResultSet row) throws SQLException {
    requireSame(row);
    var id = text(row, "id");
    var finished = row.getLong("finished");
    var isFinished = !row.wasNull();
    return new StoredRun(
        id,
        plan(row),
        state(row),
        Instant.ofEpochMilli(row.getLong("started")),
        isFinished ? Optional.of(Instant.ofEpochMilli(finished)) : Optional.empty(),
        row.getDouble("seconds"),
        row.getLong("samples"),
        row.getLong("peak_rss"),
        text(row, "note"),
        place(row, id));
  }

  MetricPoint point(ResultSet row) throws SQLException {
    requireSame(row);
    return new MetricPoint(
        text(row, "key"),
        row.getLong("seed"),
        row.getLong("step"),
        row.getInt("epoch"),
        Instant.ofEpochMilli(row.getLong("time")),
        real(row, "value"));
  }

  /// A final figure: its key, and its value for one of the seeds.
  Map.Entry<String, Double> metric(ResultSet row) throws SQLException {
    requireSame(row);
    return Map.entry(text(row, "key"), real(row, "value"));
  }

  ClaimResult claim(ResultSet row) throws SQLException {
    requireSame(row);
    var paper = real(row, "paper");
    return new ClaimResult(
        text(row, "metric"),
        word(ClaimSource.class, text(row, "source")),
        Double.isNaN(paper) ? OptionalDouble.empty() : OptionalDouble.of(paper),
        text(row, "location"),
        real(row, "expected"),
        real(row, "measured"),
        row.getInt("seeds"),
        word(Verdict.class, text(row, "verdict")));
  }

  String description(ResultSet row) throws SQLException {
    requireSame(row);
    return text(row, "document");
  }

  /// Why the run of this row is not judged, if its writer said so.
  Optional<Unjudged> unjudged(ResultSet row) throws SQLException {
    requireSame(row);
    var reason = row.getString("unjudged");
    return reason == null
        ? Optional.empty()
        : Optional.of(
            new Unjudged(word(Unjudged.Reason.class, reason), text(row, "unjudged_detail")));
  }

  Artefact artefact(ResultSet row, Path runFolder) throws SQLException {
    requireSame(row);
    return new Artefact(
        text(row, "name"),
        row.getLong("seed"),
        word(ArtefactKind.class, text(row, "kind")),
        runFolder.resolve(text(row, "file")),
        text(row, "title"),
        text(row, "content"));
  }

  /// A number; SQLite keeps NaN as NULL.
  private double real(ResultSet row, String column) throws SQLException {
    var value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  /// A text that the schema says is there.
  private String text(ResultSet row, String column) throws SQLException {
    var value = row.getString(column);
    if (value == null) {
      throw file.damaged(null);
    }
    return value;
  }

  private RunPlan plan(ResultSet row) throws SQLException {
    try {
      return new RunPlan(
          text(row, "recipe"),
          text(row, "config"),
          text(row, "scale"),
          row.getLong("seed"),
          text(row, "device"),
          row.getInt("threads"),
          new DataUsed(text(row, "data"), text(row, "data_source"), row.getLong("data_samples")),
          text(row, "environment"));
    } catch (IllegalArgumentException e) {
      throw file.damaged(e);
    }
  }

  private RunState state(ResultSet row) throws SQLException {
    var state = word(RunState.class, text(row, "state"));
    var owner = new Owner(text(row, "host"), row.getLong("pid"), row.getLong("pid_started"));
    return state == RunState.RUNNING && !owner.alive() ? RunState.INTERRUPTED : state;
  }

  private Path place(ResultSet row, String id) throws SQLException {
    var elsewhere = row.getString("folder");
    try {
      return elsewhere == null ? folder.apply(id) : Path.of(elsewhere);
    } catch (InvalidPathException e) {
      throw file.damaged(e);
    }
  }

  private <E extends Enum<E>> E word(Class<E> kind, String word) {
    for (var constant : kind.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word)) {
        return constant;
      }
    }
    throw file.damaged(null);
  }
}
