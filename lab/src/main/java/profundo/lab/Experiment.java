package profundo.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import profundo.data.Origin;
import profundo.data.Sources;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.tensor.Device;
import profundo.train.Progress;
import profundo.train.RunWriter;

/// One execution of a recipe, as the recipe sees it: its seed and device, and where its figures go.
public final class Experiment {
  private final RunWriter run;
  private final Progress progress;
  private final long seed;
  private final Device device;
  private final Sources sources;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private long samples;
  private int epochs;
  private long steps;

  Experiment(RunWriter run, Progress progress, long seed, Device device, Sources sources) {
    this.run = run;
    this.progress = progress;
    this.seed = seed;
    this.device = device;
    this.sources = sources;
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

  /// Says what data is used.
  public void data(Origin origin) {
    progress.say(origin.name() + ": " + origin.samples() + " (" + origin.source().label() + ")");
  }

  /// Records a figure over time.
  public void log(String key, int epoch, double value) {
    run.log(key, steps, epoch, value);
  }

  /// Records a final figure, such as `test.accuracy`.
  public void metric(String key, double value) {
    metrics.put(key, value);
    run.metric(key, value);
  }

  /// Counts a step of training.
  public void step(int samplesSeen) {
    steps++;
    samples += samplesSeen;
  }

  /// Counts an epoch.
  public void epoch() {
    epochs++;
  }

  /// Writes the trained parameters to the run's folder, as `model.safetensors`.
  public void save(Net net) {
    Safetensors.write(weights(), net.stateDict(), Map.of("format", "pt"));
  }

  Path weights() {
    return run.folder().resolve("model.safetensors");
  }

  Map<String, Double> metrics() {
    return metrics;
  }

  long samples() {
    return samples;
  }

  int epochs() {
    return epochs;
  }

  long steps() {
    return steps;
  }
}
