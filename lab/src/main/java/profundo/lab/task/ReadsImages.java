package profundo.lab.task;

import java.nio.file.Path;
import java.util.List;
import profundo.data.image.ImageInput;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.Prediction;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.tensor.Tensor;
import profundo.train.Facts;

/// A recipe whose own net tells classes of images apart.
///
/// @param <S> its settings
public interface ReadsImages<S extends RecipeSettings> extends Recipe<S> {
  /// The name under which [Facts] hold the classes.
  String CLASSES = "classes";

  /// How the net wants to see pictures.
  ImageInput input(S settings);

  /// The pictures that it is trained on and tested with.
  LabelledImages images(S settings, Sources sources);

  /// Pictures out of a file, `[N, C, H, W]`, 0 to 1, as the data has them.
  Tensor pictures(S settings, Path file);

  /// Why a file may not show what the net has learnt to tell apart, each a sentence in the user's
  /// language; without more nothing is doubted.
  default List<String> doubts(S settings, Path file) {
    return List.of();
  }

  @Override
  default Prediction predict(Trained<S> trained, Path file) {
    var settings = trained.settings();
    var prediction = TrainedClassifier.of(trained).predict(pictures(settings, file));
    for (var doubt : doubts(settings, file)) {
      prediction = prediction.doubt(doubt);
    }
    return prediction;
  }

  /// The names of the classes, as facts.
  ///
  /// @throws UsageException if there is only one
  static Facts classes(List<String> names) {
    if (names.size() == 1) {
      throw new UsageException("oneClass", names.getFirst());
    }
    return Facts.of(CLASSES, names);
  }
}
