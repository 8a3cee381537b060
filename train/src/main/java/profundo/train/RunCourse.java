package profundo.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import profundo.tensor.Device;
import profundo.train.progress.Progress;

/// A training that is a part of a run in a store.
///
/// @param file its checkpoint
record RunCourse(Run run, Path file) implements Course {
  RunCourse(Run run) {
    this(run, run.nextCheckpoint());
  }

  @Override
  public Device device() {
    return run.device();
  }

  @Override
  public Progress progress() {
    return run.progress();
  }

  @Override
  public StopSignal stop() {
    return run.stop();
  }

  @Override
  public String id() {
    return run.id();
  }

  @Override
  public Optional<Path> checkpoint() {
    return Optional.of(file);
  }

  @Override
  public void begin(long done) {
    run.training(done);
  }

  @Override
  public void step(long examples) {
    run.step(examples);
  }

  @Override
  public void epoch() {
    run.epoch();
  }

  @Override
  public void log(String key, int epoch, double value) {
    run.log(key, epoch, value);
    run.metric(key, value);
  }

  @Override
  public String key(String key) {
    return run.key(key);
  }

  @Override
  public void figure(String key, double value) {
    run.metric(key, value);
  }

  @Override
  public Map<String, String> notes() {
    run.writer().flush();
    return run.notes();
  }

  @Override
  public void take(Map<String, String> notes) {
    run.take(notes);
  }

  @Override
  public double examplesInAStep() {
    return (double) run.samples() / Math.max(1, run.steps());
  }
}
