package profundo.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.data.Origin;
import profundo.data.Sources;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.tensor.Device;
import profundo.tensor.Rng;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One execution of a recipe while it goes on, as the recipe sees it: its seed, its device, its
/// data, and where its figures and files go.
///
/// A run of several seeds executes the recipe once for each. A metric then has a value for each, a
/// curve a line for each, and every seed its own files: those of the first lie in the run's folder,
/// those of the others in folders inside it (`seed-2/`).
public final class Run {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, List<Double>>> METRICS = new TypeReference<>() {};

  private final RunWriter writer;
  private final Progress progress;
  private final Sources sources;
  private final Device device;
  private final StopSignal stop;
  private final Map<String, List<Double>> metrics = new LinkedHashMap<>();
  private long seed;
  private int place = -1;
  private int fits;
  private long samples;
  private long steps;
  private int epochs;

  /// A run that records into the store by `writer`.
  ///
  /// @param stop asked at every step whether to end
  public Run(RunWriter writer, Progress progress, Sources sources, Device device, StopSignal stop) {
    this.writer = writer;
    this.progress = progress;
    this.sources = sources;
    this.device = device;
    this.stop = stop;
  }

  /// Begins the execution with a seed: every generator starts from it.
  public void begin(long seed) {
    this.seed = seed;
    place++;
    training(0);
    Rng.seed(seed);
  }

  /// Begins a training, or goes on with one that has done so many steps.
  void training(long done) {
    writer.record(seed, steps - done, within());
  }

  private String within() {
    return place <= 0 ? "" : "seed-" + seed;
  }

  /// The run's id in the store.
  public String id() {
    return writer.id();
  }

  /// The seed of every random number.
  public long seed() {
    return seed;
  }

  /// Where tensors are computed.
  public Device device() {
    return device;
  }

  /// Where data comes from.
  public Sources sources() {
    return sources;
  }

  /// Where progress is shown.
  public Progress progress() {
    return progress;
  }

  /// What records it, for artefacts and whatever else the store keeps.
  public RunWriter writer() {
    return writer;
  }

  /// The folder of the seed's files.
  public Path folder() {
    return writer.folder().resolve(within());
  }

  /// Says which data is used, to the person and to the store.
  public void data(Origin origin) {
    writer.data(new DataUsed(origin.name(), origin.source().label(), origin.samples()));
    if (place <= 0) {
      progress.say(origin.name() + ": " + origin.samples() + " (" + origin.source().label() + ")");
    }
  }

  /// Records one value of a curve, such as `train.loss`, at the step that the training has come to.
  public void log(String key, int epoch, double value) {
    writer.log(key, steps, epoch, value);
  }

  /// Sets a final figure, such as `test.accuracy`; the last value counts.
  public void metric(String key, double value) {
    var values = metrics.computeIfAbsent(key, _ -> new ArrayList<>());
    while (values.size() <= Math.max(0, place)) {
      values.add(Double.NaN);
    }
    values.set(Math.max(0, place), value);
    writer.metric(key, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// The final figures so far: for each key one value of each seed.
  public Map<String, List<Double>> metrics() {
    return Collections.unmodifiableMap(metrics);
  }

  /// The last value of a final figure; NaN if there is none.
  public double last(String key) {
    var values = metrics.getOrDefault(key, List.of());
    return values.isEmpty() ? Double.NaN : values.getLast();
  }

  /// Writes the trained parameters into the seed's folder, as `model.safetensors`.
  public void save(Net net) {
    save("model", net);
  }

  /// Writes the parameters of a net beside the run's own into the seed's folder, as
  /// `NAME.safetensors`.
  public void save(String name, Net net) {
    var fileName = name + ".safetensors";
    var file = folder().resolve(fileName);
    Safetensors.write(file, net.stateDict(), Map.of("format", "pt"));
    writer.artefact(name, ArtefactKind.WEIGHTS, file, fileName);
  }

  /// Asked whether to end, and told when a training goes on.
  StopSignal stop() {
    return stop;
  }

  /// Whether a person wants the run to stop.
  public boolean stopWished() {
    return stop.wished();
  }

  /// Training examples seen, each as often as it was seen.
  public long samples() {
    return samples;
  }

  /// Steps of training done.
  public long steps() {
    return steps;
  }

  /// Passes over the training data done.
  public int epochs() {
    return epochs;
  }

  /// Counts a step of training over so many examples.
  public void step(long examples) {
    steps++;
    samples += examples;
  }

  /// Counts a pass over the training data.
  public void epoch() {
    epochs++;
  }

  /// Where the next training of this run keeps its checkpoint: they are numbered in their order.
  Path nextCheckpoint() {
    return checkpoint(writer.folder(), ++fits);
  }

  private static Path checkpoint(Path folder, int fit) {
    return folder.resolve(
        fit == 1 ? "checkpoint.safetensors" : "checkpoint-" + fit + ".safetensors");
  }

  /// What of the run itself a checkpoint must hold.
  Map<String, String> notes() {
    return Map.of(
        "run.steps", Long.toString(steps),
        "run.samples", Long.toString(samples),
        "run.epochs", Integer.toString(epochs),
        "run.metrics", JSON.writeValueAsString(metrics));
  }

  /// Goes on from what [#notes] gave.
  void take(Map<String, String> notes) {
    steps = Long.parseLong(notes.getOrDefault("run.steps", "0"));
    samples = Long.parseLong(notes.getOrDefault("run.samples", "0"));
    epochs = Integer.parseInt(notes.getOrDefault("run.epochs", "0"));
    metrics.clear();
    metrics.putAll(JSON.readValue(notes.getOrDefault("run.metrics", "{}"), METRICS));
    metrics.forEach((key, values) ->
        writer.metric(key, values.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /// The step that the newest checkpoint in a run's folder holds; 0 if there is none.
  ///
  /// @throws profundo.nn.NetException if a checkpoint is damaged
  public static long stepOfCheckpoint(Path folder) {
    long step = 0;
    for (int fit = 1; ; fit++) {
      var notes = Checkpoint.notes(checkpoint(folder, fit));
      if (notes.isEmpty()) {
        return step;
      }
      step = Math.max(step, Long.parseLong(notes.get().getOrDefault("run.steps", "0")));
    }
  }
}
