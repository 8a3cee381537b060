package profundo.lab.task;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import profundo.train.Facts;

/// A trained classifier of images with all that it needs to be asked: gradients pass from its
/// scores to the pictures.
///
/// @param net what gives scores; in evaluation mode
/// @param input how the net wants to see pictures
/// @param labels the names of its classes
/// @param temperature by what scores are divided before they become probabilities, learnt from the
///   validation pictures (see [profundo.train.metric.TemperatureScaling]); 1 leaves them as they
///   are
public record TrainedClassifier(
    Layer net, ImageInput input, List<String> labels, double temperature) {
  /// The name under which [profundo.train.Facts] hold the temperature.
  static final String TEMPERATURE = "temperature";

  private static final double NAMED = 0.05;
  private static final int MOST_NAMED = 3;
  private static final Text TEXT = Text.of(UsageException.class);

  /// A classifier whose scores are taken as they are.
  public TrainedClassifier(Layer net, ImageInput input, List<String> labels) {
    this(net, input, labels, 1);
  }

  /// The classifier of a trained system.
  ///
  /// @throws UsageException if it reads no images
  public static <S extends RecipeSettings> TrainedClassifier of(Trained<S> trained) {
    if (trained.recipe() instanceof ReadsImages<S> recipe && trained.net() instanceof Layer net) {
      return new TrainedClassifier(
          net,
          recipe.input(trained.settings()),
          trained.facts().texts(ReadsImages.CLASSES),
          temperature(trained.facts()));
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

  /// Probabilities `[N, classes]`, as sure as the validation pictures allow.
  public Tensor probabilities(Tensor pictures) {
    return scores(pictures).div(temperature).softmax(1);
  }

  private static double temperature(Facts facts) {
    return facts.values().get(TEMPERATURE) instanceof Number number ? number.doubleValue() : 1;
  }

  /// The class of the first of some pictures and those that it may be as well, each with its
  /// probability.
  Prediction predict(Tensor pictures) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var row = probabilities(pictures).select(0, 0).toDoubleArray();
      var order =
          IntStream.range(0, row.length)
              .boxed()
              .sorted(Comparator.comparingDouble(k -> -row[k]))
              .toList();
      int best = order.getFirst();
      var named =
          order.stream()
              .limit(MOST_NAMED)
              .filter(k -> k == best || row[k] >= NAMED)
              .map(k -> word(k) + " (" + share(row[k]) + ")");
      var probabilities = new LinkedHashMap<String, Double>();
      order.forEach(k -> probabilities.put(labels.get(k), row[k]));
      return Prediction.of(named.collect(Collectors.joining(", ")))
          .with("class", labels.get(best))
          .with("probability", row[best])
          .with("probabilities", probabilities);
    }
  }

  private String word(int label) {
    var name = labels.get(label);
    return TEXT.find("label." + name, name);
  }

  /// Nothing is certain.
  private static String share(double probability) {
    return probability > 0.999
        ? Text.format("> %.1f %%", 99.9)
        : Text.format("%.1f %%", 100 * probability);
  }
}
