package profundo.lab.task;

import java.util.List;
import java.util.function.BinaryOperator;
import profundo.data.image.ImageInput;
import profundo.lab.Epochs;
import profundo.lab.Limit;
import profundo.lab.Range;
import profundo.lab.RecipeSettings;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// What can be set of the recipes whose net reads digits.
public abstract class DigitSettings extends RecipeSettings {
  /// A dataset of images, or a folder that holds a folder for each class.
  public String data = "mnist";

  /// Passes over the training data.
  public Epochs epochs = Epochs.of(20);

  /// Samples in a step.
  public int batch = 64;

  /// The learning rate at its highest.
  public double lr = 1e-3;

  /// How many training images are used.
  public Limit samples = Limit.ALL;

  @Override
  protected void check() {
    Range.atLeast(1).check("batch", batch);
    Range.above(0).check("lr", lr);
  }

  /// Trains a net with Adam under a cosine schedule, and leaves it and its mistakes.
  ///
  /// @param input how the net wants to see pictures
  /// @param loss of scores `[N, C]` and labels `[N]`
  public <N extends Net & Layer> void train(
      Run run, N net, ImageInput input, BinaryOperator<Tensor> loss) {
    var images = UsedImages.named(run, data, samples);
    run.facts(ReadsImages.classes(labels()));
    try (var loader = images.batches(input::of, batch, run.seed())) {
      int passes = epochs.over(loader.dataset().size());
      var training = new Classification(run, loader, images, input, passes).cosine();
      training.train(net, new Adam(net.parameters(), lr), loss);
      run.save(net);
      training.test(net, labels());
    }
  }

  /// The names of the data's classes.
  public List<String> labels() {
    return ImageData.of(data).classes();
  }
}
