package profundo.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import profundo.nn.Net;
import profundo.nn.StateDict;
import profundo.train.Facts;
import profundo.train.Run;

/// One paper's experiment as code: data, model, training, evaluation, and the paper's claims.
///
/// A recipe is found where its module provides it, or a jar on the class path names it in
/// `META-INF/services/profundo.lab.Recipe`. Its class is public and has a constructor without
/// parameters; its words stand beside it (see [RecipeWords]).
///
/// @param <S> what can be set
public interface Recipe<S extends RecipeSettings> {
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

  /// New settings for a scale: at [Scale#PAPER] those with which the class begins.
  S settings(Scale scale);

  /// The nets that it trains, by the names of their parts; the first is the run's own.
  default List<String> parts() {
    return List.of(Run.WHOLE);
  }

  /// The recipes of the trained systems that it opens: each has to have been run before.
  default List<String> opens(S settings) {
    return List.of();
  }

  /// What the data of these settings is known to fix before it is read; [#run] tells the run what
  /// it really was.
  default Facts facts(S settings) {
    return Facts.NONE;
  }

  /// What the data fixed of a run that was made before facts were kept.
  ///
  /// @param weights of the run's own net
  default Facts facts(S settings, StateDict weights) {
    return facts(settings);
  }

  /// A new net: nowhere else is it said how a recipe's nets are made of its settings and of what
  /// the data fixed.
  ///
  /// @param part one of [#parts]
  Net model(S settings, Facts facts, String part);

  /// Computes one example with one of its nets, as large as those that it is trained on: so its
  /// layers, their outputs and their multiply-adds are known to the page. Nothing by default.
  default void example(S settings, Net net) {}

  /// The setting that says how wide the run's own net is, a whole number: a study changes it to
  /// make two nets equally large.
  default Optional<String> width() {
    return Optional.empty();
  }

  /// The parts of what the paper proposes, each by the settings that turn it off: a study takes
  /// them away one at a time.
  default List<Map<String, String>> ablations() {
    return List.of();
  }

  /// Trains and evaluates.
  void run(Run run, S settings);

  /// What a trained system can be given to predict or to draw from; without more a file.
  default Set<InputPart> takes() {
    return Set.of(InputPart.FILE);
  }

  /// What a trained system makes of a file, of a text or of nothing, whatever of it [#takes] names:
  /// [Trained#predict(Input)] refuses the rest before this is called. Without more it reads files.
  ///
  /// @throws profundo.base.ProfundoException if it can do nothing with what is given
  default Prediction predict(Trained<S> trained, Input input) {
    return predict(trained, input.file().orElseThrow());
  }

  /// What a trained system says of a file: for recipes that take nothing else.
  ///
  /// @throws UsageException if the recipe predicts nothing
  default Prediction predict(Trained<S> trained, Path file) {
    throw new UsageException("noPrediction", id());
  }
}
