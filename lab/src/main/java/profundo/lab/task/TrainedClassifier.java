package profundo.lab.task;

import java.util.List;
import profundo.base.Text;
import profundo.data.image.ImageInput;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.Prediction;
import profundo.lab.RecipeSettings;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A trained classifier of images with all that it needs to be asked: gradients pass from its
/// scores to the pictures.
///
/// @param net what gives scores; in evaluation mode
/// @param input how the net wants to see pictures
/// @param labels the names of its classes
public record TrainedClassifier(Layer net, ImageInput input, List<String> labels) {
  private static final Text TEXT = Text.of(UsageException.class);

  /// The classifier of a trained system.
  ///
  /// @throws UsageException if it reads no images
  public static <S extends RecipeSettings> TrainedClassifier of(Trained<S> trained) {
    if (trained.recipe() instanceof ReadsImages<S> recipe && trained.net() instanceof Layer net) {
      return new TrainedClassifier(
          net, recipe.input(trained.settings()), trained.facts().texts(ReadsImages.CLASSES));
    }
    throw new UsageException("noClassifier", trained.recipe().id());
  }

  /// The pictures that a trained system learnt from and was tested with.
  ///
  /// @throws UsageException if it reads no images
  public static <S extends RecipeSettings> LabelledImages images(
      Trained<S> trained, Sources sources) {
    if (trained.recipe() instanceof ReadsImages<S> recipe) {
      return recipe.images(trained.settings(), sources);
    }
    throw new UsageException("noClassifier", trained.recipe().id());
  }

  /// Scores `[N, classes]` of pictures `[N, C, H, W]`, 0 to 1.
  public Tensor scores(Tensor pictures) {
    return net.forward(input.of(pictures));
  }

  /// The class of the first of some pictures, and how sure the net is.
  Prediction predict(Tensor pictures) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var best = scores(pictures).softmax(1).max(1, false);
      var name = labels.get((int) best.indices().select(0, 0).itemLong());
      var label = TEXT.find("label." + name, name);
      return Prediction.of(
          Text.format("%s (%.1f %%)", label, 100 * best.values().select(0, 0).item()));
    }
  }
}
