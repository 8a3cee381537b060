package profundo.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import profundo.tensor.Device;
import profundo.train.progress.Progress;

/// What surrounds a training: where it computes, who watches and stops it, and where its figures
/// and its state go.
interface Course {
  Device device();

  Progress progress();

  StopSignal stop();

  /// What a person calls it.
  String id();

  /// Where the state of the training is kept; empty if it is not.
  Optional<Path> checkpoint();

  /// A training begins, or goes on after so many steps.
  void begin(long done);

  void step(long examples);

  void epoch();

  /// One point of a curve, and its newest value.
  void log(String key, int epoch, double value);

  /// What a person reads for a figure's key.
  default String key(String key) {
    return key;
  }

  void figure(String key, double value);

  /// What of it a checkpoint must hold, once what was logged is safe.
  Map<String, String> notes();

  /// Goes on from what [#notes] gave.
  void take(Map<String, String> notes);

  /// The mean number of examples in a step so far.
  double examplesInAStep();
}
