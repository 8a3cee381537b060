package profundo.lab.task;

import java.util.function.BinaryOperator;
import java.util.function.Function;
import profundo.data.Dataset;
import profundo.data.Images;
import profundo.data.Loader;
import profundo.lab.Range;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// What can be set of the recipes whose net reads digits.
///
/// @param data `mnist`, `fashion-mnist` or `kmnist`
/// @param variant which net
/// @param epochs passes over the training data; 0 for as many as show the net 14 times 60,000
///   images, whatever the data's size
/// @param batch samples in a step, 1 or more
/// @param lr the learning rate at its highest, above 0
/// @param samples how many training images are used; 0 for all
public record DigitSettings(
    String data, String variant, int epochs, int batch, double lr, int samples) {
  private static final long USUAL = 14L * 60_000;

  /// Checks the ranges.
  public DigitSettings {
    Range.atLeast(0).check("epochs", epochs).check("samples", samples);
    Range.atLeast(1).check("batch", batch);
    Range.above(0).check("lr", lr);
  }

  /// Trains a net with Adam under a cosine schedule, and leaves it and its mistakes.
  ///
  /// @param input the pictures as the net wants to see them
  /// @param loss of scores `[N, C]` and labels `[N]`
  public <N extends Net & Layer> void train(
      Run run, N net, Function<Images, Dataset> input, BinaryOperator<Tensor> loss) {
    var images = UsedImages.named(run, data, samples);
    net.to(run.device());
    try (var loader = images.batches(input, batch, run.seed())) {
      var training = new Classification(run, loader, images, input, passes(loader)).cosine();
      training.train(net, new Adam(net.parameters(), lr), loss);
      run.save(net);
      training.test(net, Classification.digits());
    }
  }

  private int passes(Loader loader) {
    return epochs > 0 ? epochs : Math.toIntExact(Math.ceilDiv(USUAL, loader.dataset().size()));
  }
}
