package profundo.models;

import java.util.Set;
import profundo.nn.Conv2d;
import profundo.nn.Dropout;
import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.LocalResponseNorm;
import profundo.nn.MaxPool2d;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// AlexNet, "ImageNet classification with deep convolutional neural networks" (Krizhevsky,
/// Sutskever & Hinton 2012), figure 2: five convolutions, of which the second, fourth and fifth are
/// in two groups, each of which sees the maps of its own half, overlapping pooling, and three dense
/// layers. For 1,000 classes it has 60,965,224 parameters.
///
/// The paper's pictures are 224×224 by its words and 227×227 by the numbers of its figure.
public final class AlexNet extends Net implements Layer {
  private static final int GROUPS = 2;
  private static final double SPREAD = 0.01;
  private static final Set<String> POSITIVE =
      Set.of("conv2.bias", "conv4.bias", "conv5.bias", "fc6.bias", "fc7.bias");

  private final Conv2d conv1 = new Conv2d(3, 96, 11, o -> o.stride(4));
  private final Conv2d conv2 = new Conv2d(96, 256, 5, o -> o.padding(2).groups(GROUPS));
  private final Conv2d conv3 = new Conv2d(256, 384, 3, o -> o.padding(1));
  private final Conv2d conv4 = new Conv2d(384, 384, 3, o -> o.padding(1).groups(GROUPS));
  private final Conv2d conv5 = new Conv2d(384, 256, 3, o -> o.padding(1).groups(GROUPS));
  private final Linear fc6 = new Linear(256 * 6 * 6, 4096);
  private final Linear fc7 = new Linear(4096, 4096);
  private final Linear fc8;
  private final MaxPool2d pool = new MaxPool2d(3, 2);
  private final LocalResponseNorm norm = new LocalResponseNorm(5, 5 * 1e-4, 0.75, 2);
  private final Dropout dropout = new Dropout(0.5);
  private final Layer activation;

  /// The paper's, with rectifiers.
  public AlexNet(long classes) {
    this(classes, Tensor::relu);
  }

  /// With another activation, such as `Tensor::tanh`.
  public AlexNet(long classes, Layer activation) {
    this.activation = activation;
    fc8 = new Linear(4096, classes);
    parameters().forEach(parameter -> draw(parameter.name(), parameter.tensor()));
  }

  /// Section 5: weights from N(0, 0.01); biases of 1 where rectifiers are to begin with positive
  /// inputs.
  private static void draw(String name, Tensor parameter) {
    if (name.endsWith("weight")) {
      Init.normal(parameter, 0, SPREAD);
    } else {
      Init.constant(parameter, POSITIVE.contains(name) ? 1 : 0);
    }
  }

  /// `[N, 3, 227, 227]` to scores `[N, classes]`.
  @Override
  public Tensor forward(Tensor x) {
    return fc8.forward(dropout.forward(features(x)));
  }

  /// `[N, 3, 227, 227]` to what the last layer reads, `[N, 4096]`.
  public Tensor features(Tensor x) {
    var y =
        activation.forward(conv3.forward(pool.forward(normalised(layer2(x))))); // [N, 384, 13, 13]
    y = activation.forward(conv4.forward(y)); // [N, 384, 13, 13]
    y = pool.forward(activation.forward(conv5.forward(y))); // [N, 256, 6, 6]
    y = activation.forward(fc6.forward(dropout.forward(y.flatten(1))));
    return activation.forward(fc7.forward(dropout.forward(y)));
  }

  /// The maps of the second convolution, `[N, 256, 27, 27]`: the first half sees the first half of
  /// the maps before it, the second half the second.
  Tensor layer2(Tensor x) {
    var y = activation.forward(conv1.forward(x)); // [N, 96, 55, 55]
    return activation.forward(conv2.forward(pool.forward(normalised(y))));
  }

  /// Section 3.3, within each half of the maps: they lie on two GPUs.
  private Tensor normalised(Tensor maps) {
    long half = maps.size(1) / GROUPS;
    var apart = maps.reshape(maps.size(0) * GROUPS, half, maps.size(2), maps.size(3));
    return norm.forward(apart).reshape(maps.shape());
  }
}
