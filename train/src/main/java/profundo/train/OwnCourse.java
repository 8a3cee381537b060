package profundo.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import profundo.tensor.Device;
import profundo.train.progress.Progress;

/// A training that no store knows.
///
/// @param checkpoint where its state is kept, if it is
record OwnCourse(Device device, Progress progress, Optional<Path> checkpoint) implements Course {
  OwnCourse(Device device) {
    this(device, Progress.of(System.err, Progress.Mode.AUTO), Optional.empty());
  }

  @Override
  public StopSignal stop() {
    return StopSignal.never();
  }

  @Override
  public String id() {
    return checkpoint.map(Path::toString).orElse("");
  }

  @Override
  public void begin(long done) {}

  @Override
  public void step(long examples) {}

  @Override
  public void epoch() {}

  @Override
  public void log(String key, int epoch, double value) {}

  @Override
  public void figure(String key, double value) {}

  @Override
  public Map<String, String> notes() {
    return Map.of();
  }

  @Override
  public void take(Map<String, String> notes) {}

  @Override
  public double examplesInAStep() {
    return 1;
  }
}
