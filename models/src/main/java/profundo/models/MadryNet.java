package profundo.models;

import profundo.nn.Conv2d;
import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;

/// The net for digits of "Towards deep learning models resistant to adversarial attacks" (Madry,
/// Makelov, Schmidt, Tsipras & Vladu 2018), section 5: two convolutions of 5×5, each followed by a
/// 2×2 max-pooling, and a layer of rectifiers. With 32 and 64 filters and 1,024 units on MNIST it
/// has 3,274,634 parameters.
public final class MadryNet extends Net implements Layer {
  private static final double SPREAD = 0.1;

  private final Conv2d conv1;
  private final Conv2d conv2;
  private final Linear fc1;
  private final Linear fc2;
  private final Shape shape;

  /// @param channels of a picture
  /// @param height of a picture, 4 or more
  /// @param width of a picture, 4 or more
  /// @param filters of the first convolution; the second has twice as many
  /// @param hidden units before the scores
  public MadryNet(long channels, long height, long width, long filters, long hidden, long classes) {
    if (height < 4 || width < 4) {
      throw new NetException("Pictures of " + height + "×" + width + " cannot be halved twice.");
    }
    shape = Shape.of(channels, height, width);
    conv1 = new Conv2d(channels, filters, 5, o -> o.padding(2));
    conv2 = new Conv2d(filters, 2 * filters, 5, o -> o.padding(2));
    fc1 = new Linear(2 * filters * (height / 4) * (width / 4), hidden);
    fc2 = new Linear(hidden, classes);
    parameters().forEach(parameter -> draw(parameter.name(), parameter.tensor()));
  }

  /// As in the program beside the paper.
  private static void draw(String name, Tensor parameter) {
    if (name.endsWith("bias")) {
      Init.constant(parameter, SPREAD);
    } else {
      Init.truncatedNormal(parameter, 0, SPREAD, -2 * SPREAD, 2 * SPREAD);
    }
  }

  /// What it reads, `[C, H, W]`.
  public Shape shape() {
    return shape;
  }

  /// `[N, C, H, W]`, 0 to 1, to scores `[N, classes]`.
  @Override
  public Tensor forward(Tensor x) {
    var y = conv1.forward(x).relu().maxPool2d(2); // [N, filters, H / 2, W / 2]
    y = conv2.forward(y).relu().maxPool2d(2); // [N, 2 · filters, H / 4, W / 4]
    return fc2.forward(fc1.forward(y.flatten(1)).relu());
  }
}
