package profundo.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import profundo.base.Given;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.tensor.Device;
import profundo.train.progress.Progress;
import profundo.train.store.Artefact;
import profundo.train.store.ArtefactKind;
import profundo.train.store.DataUsed;
import profundo.train.store.ModelSize;
import profundo.train.store.RunWriter;

/// One execution of a recipe while it goes on, as the recipe sees it: its seed, its device, its
/// data, and where its figures and files go.
///
/// A run of several seeds executes the recipe once for each. A metric then has a value for each, a
/// curve a line for each, and every seed its own files: those of the first lie in the run's folder,
/// those of the others in folders inside it (`seed-2/`).
///
/// A recipe that trains several nets gives each a [#part]: the name of the part then stands in its
/// curves, figures, weights and exhibits, and the recipe's code need not carry it.
public final class Run {
  /// The part that is the run's own.
  public static final String WHOLE = "";

  private final Execution execution;
  private final String part;

  /// A run that records into the store by `writer`.
  ///
  /// @param stop asked at every step whether to end
  public Run(RunWriter writer, Progress progress, Sources sources, Device device, StopSignal stop) {
    this(new Execution(writer, progress, sources, device, stop), WHOLE);
  }

  private Run(Execution execution, String part) {
    this.execution = execution;
    this.part = part;
  }

  /// The same run for one of its nets: `test.accuracy` becomes `test.PART.accuracy`, the exhibit
  /// `confusion` becomes `PART.confusion`, and its weights are `PART.safetensors`.
  ///
  /// @param name letters and digits; [#WHOLE] for the run itself
  /// @throws IllegalArgumentException if the name has other characters
  public Run part(String name) {
    Given.require("name", name);
    if (!name.matches("[A-Za-z0-9]*")) {
      throw new IllegalArgumentException("a part's name is letters and digits: " + name);
    }
    return new Run(execution, name);
  }

  /// The name of this part; [#WHOLE] for the run itself.
  public String part() {
    return part;
  }

  /// `test.PART.accuracy` for `test.accuracy`.
  String key(String key) {
    int dot = key.indexOf('.');
    return part.isEmpty() || dot < 0 ? key : key.substring(0, dot + 1) + part + key.substring(dot);
  }

  /// Begins the execution with a seed: every generator starts from it.
  public void begin(long seed) {
    execution.begin(seed);
  }

  /// Begins a training, or goes on with one that has done so many steps.
  void training(long done) {
    execution.training(done);
  }

  /// The run's id in the store.
  public String id() {
    return execution.writer.id();
  }

  /// The seed of every random number.
  public long seed() {
    return execution.seed();
  }

  /// Where tensors are computed.
  public Device device() {
    return execution.device;
  }

  /// Where data comes from.
  public Sources sources() {
    return execution.sources;
  }

  /// Where progress is shown.
  public Progress progress() {
    return execution.progress;
  }

  /// What records it, for whatever else the store keeps.
  public RunWriter writer() {
    return execution.writer;
  }

  /// The folder of the seed's files.
  public Path folder() {
    return execution.folder();
  }

  /// Says which data is used, to the person and to the store.
  public void data(Origin origin) {
    Given.require("origin", origin);
    writer().data(new DataUsed(origin.name(), origin.source().label(), origin.samples()));
    if (execution.isFirst()) {
      progress()
          .say(origin.name() + ": " + origin.samples() + " (" + origin.source().label() + ")");
    }
  }

  /// Keeps what the data fixed of the models, beside their weights.
  public void facts(Facts facts) {
    execution.facts = Given.require("facts", facts);
    var content = facts.json().getBytes(StandardCharsets.UTF_8);
    writer().artefact("facts", ArtefactKind.FACTS, Facts.FILE, Facts.FILE, content);
  }

  /// Keeps one more fact, which came out when the models were trained.
  public void fact(String name, Object value) {
    Given.require("name", name);
    Given.require("value", value);
    facts(execution.facts.and(name, value));
  }

  /// Records one value of a curve, such as `train.loss`, at the step that the training has come to.
  public void log(String key, int epoch, double value) {
    Given.require("key", key);
    writer().log(key(key), execution.steps, epoch, value);
  }

  /// Sets a final figure, such as `test.accuracy`; the last value counts.
  public void metric(String key, double value) {
    Given.require("key", key);
    execution.metric(key(key), value);
  }

  /// The final figures of the whole run so far: for each key one value of each seed.
  public Map<String, List<Double>> metrics() {
    return Collections.unmodifiableMap(execution.metrics);
  }

  /// The last value of a final figure; NaN if there is none.
  public double last(String key) {
    Given.require("key", key);
    return execution.last(key(key));
  }

  /// Writes the trained parameters into the seed's folder: `model.safetensors`, or
  /// `PART.safetensors` of a part.
  public void save(Net net) {
    Given.require("net", net);
    var name = part.isEmpty() ? "model" : part;
    var file = folder().resolve(weights(part));
    Safetensors.write(file, net.stateDict(), Map.of("format", "pt"));
    writer().artefact(name, ArtefactKind.WEIGHTS, file, weights(part));
    execution.models.put(part, ModelSize.of(net));
  }

  /// The nets that were saved so far, by their parts.
  public Map<String, ModelSize> models() {
    return Collections.unmodifiableMap(execution.models);
  }

  /// The name of the file of a part's weights.
  public static String weights(String part) {
    Given.require("part", part);
    return (part.isEmpty() ? "model" : part) + ".safetensors";
  }

  /// Writes a file for people to look at into the seed's folder, whole or not at all.
  ///
  /// @param name unique within the part, such as `confusion`
  /// @param ending of the file's name, such as `.csv`
  public Artefact exhibit(String name, ArtefactKind kind, String ending, byte[] content) {
    Given.require("name", name);
    Given.require("kind", kind);
    Given.require("ending", ending);
    Given.require("content", content);
    var own = part.isEmpty() ? name : part + "." + name;
    return writer().artefact(own, kind, own + ending, own, content);
  }

  /// Asked whether to end, and told when a training goes on.
  StopSignal stop() {
    return execution.stop;
  }

  /// Whether a person wants the run to stop.
  public boolean stopWished() {
    return execution.stop.wished();
  }

  /// Training examples seen, each as often as it was seen.
  public long samples() {
    return execution.samples;
  }

  /// Steps of training done.
  public long steps() {
    return execution.steps;
  }

  /// Passes over the training data done.
  public int epochs() {
    return execution.epochs;
  }

  /// Counts a step of training over so many examples.
  public void step(long examples) {
    execution.steps++;
    execution.samples += examples;
  }

  /// Counts a pass over the training data.
  public void epoch() {
    execution.epochs++;
  }

  /// Where the next training of this run keeps its checkpoint: they are numbered in their order.
  Path nextCheckpoint() {
    return execution.nextCheckpoint();
  }

  /// What of the run itself a checkpoint must hold.
  Map<String, String> notes() {
    return execution.notes();
  }

  /// Goes on from what [#notes] gave.
  void take(Map<String, String> notes) {
    execution.take(notes);
  }

  /// The step that the newest checkpoint in a run's folder holds; 0 if there is none.
  ///
  /// @throws profundo.nn.NetException if a checkpoint is damaged
  public static long stepOfCheckpoint(Path folder) {
    Given.require("folder", folder);
    return Execution.stepOfCheckpoint(folder);
  }

  /// The passes over the training data that the newest checkpoint in a run's folder holds; 0 if
  /// there is none.
  ///
  /// @throws profundo.nn.NetException if a checkpoint is damaged
  public static int epochsOfCheckpoint(Path folder) {
    Given.require("folder", folder);
    return Execution.epochsOfCheckpoint(folder);
  }
}
