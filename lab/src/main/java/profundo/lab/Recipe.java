package profundo.lab;

import java.nio.file.Path;
import java.util.Map;
import profundo.train.Run;

/// One paper's experiment as code: data, model, training, evaluation, and the paper's claims.
///
/// @param <C> what can be set: a record whose constructor checks the ranges
public interface Recipe<C extends Record> {
  /// What it is.
  About about();

  /// The name on the command line.
  default String id() {
    return about().id();
  }

  /// How many seeds the figure needs at a scale, if a person does not say.
  default int seeds(Scale scale) {
    return 1;
  }

  /// The settings at a scale.
  C config(Scale scale);

  /// The number of parameters of each model, by name.
  Map<String, Long> parameters();

  /// Trains and evaluates.
  void run(Run run, C config);

  /// What a trained model says of a file.
  ///
  /// @param weights a state dict that [Run#save] wrote
  /// @throws UsageException if the recipe predicts nothing
  default Prediction predict(Path weights, Path input) {
    throw new UsageException("noPrediction", id());
  }
}
