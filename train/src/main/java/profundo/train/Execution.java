package profundo.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.base.Given;
import profundo.data.source.Sources;
import profundo.tensor.Device;
import profundo.tensor.Rng;
import profundo.train.progress.Progress;
import profundo.train.store.ModelSize;
import profundo.train.store.RunWriter;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What all parts of a [Run] share: its seed, its figures, and how far it has come.
final class Execution {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, List<Double>>> METRICS = new TypeReference<>() {};

  final RunWriter writer;
  final Progress progress;
  final Sources sources;
  final Device device;
  final StopSignal stop;
  final Map<String, List<Double>> metrics = new LinkedHashMap<>();
  final Map<String, ModelSize> models = new LinkedHashMap<>();
  Facts facts = Facts.NONE;
  long samples;
  long steps;
  int epochs;
  private long seed;
  private int place = -1;
  private int fits;

  Execution(RunWriter writer, Progress progress, Sources sources, Device device, StopSignal stop) {
    this.writer = Given.require("writer", writer);
    this.progress = Given.require("progress", progress);
    this.sources = Given.require("sources", sources);
    this.device = Given.require("device", device);
    this.stop = Given.require("stop", stop);
  }

  void begin(long seed) {
    this.seed = seed;
    place++;
    facts = Facts.NONE;
    training(0);
    Rng.seed(seed);
  }

  void training(long done) {
    writer.record(seed, steps - done, within());
  }

  /// Whether this is the first seed.
  boolean isFirst() {
    return place <= 0;
  }

  private String within() {
    return isFirst() ? "" : "seed-" + seed;
  }

  long seed() {
    return seed;
  }

  Path folder() {
    return writer.folder().resolve(within());
  }

  void metric(String key, double value) {
    var values = metrics.computeIfAbsent(key, _ -> new ArrayList<>());
    while (values.size() <= Math.max(0, place)) {
      values.add(Double.NaN);
    }
    values.set(Math.max(0, place), value);
    record(key, values);
  }

  private void record(String key, List<Double> values) {
    writer.metric(key, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double last(String key) {
    var values = metrics.getOrDefault(key, List.of());
    return values.isEmpty() ? Double.NaN : values.getLast();
  }

  Path nextCheckpoint() {
    return checkpoint(writer.folder(), ++fits);
  }

  private static Path checkpoint(Path folder, int fit) {
    return folder.resolve(
        fit == 1 ? "checkpoint.safetensors" : "checkpoint-" + fit + ".safetensors");
  }

  Map<String, String> notes() {
    return Map.of(
        "run.steps", Long.toString(steps),
        "run.samples", Long.toString(samples),
        "run.epochs", Integer.toString(epochs),
        "run.metrics", JSON.writeValueAsString(metrics));
  }

  void take(Map<String, String> notes) {
    steps = Long.parseLong(notes.getOrDefault("run.steps", "0"));
    samples = Long.parseLong(notes.getOrDefault("run.samples", "0"));
    epochs = Integer.parseInt(notes.getOrDefault("run.epochs", "0"));
    metrics.clear();
    metrics.putAll(JSON.readValue(notes.getOrDefault("run.metrics", "{}"), METRICS));
    metrics.forEach(this::record);
  }

  static long stepOfCheckpoint(Path folder) {
    return ofCheckpoint(folder, "run.steps");
  }

  static int epochsOfCheckpoint(Path folder) {
    return (int) ofCheckpoint(folder, "run.epochs");
  }

  private static long ofCheckpoint(Path folder, String note) {
    long most = 0;
    for (int fit = 1; ; fit++) {
      var notes = Checkpoint.notes(checkpoint(folder, fit));
      if (notes.isEmpty()) {
        return most;
      }
      most = Math.max(most, Long.parseLong(notes.get().getOrDefault(note, "0")));
    }
  }
}
