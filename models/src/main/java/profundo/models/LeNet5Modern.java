package profundo.models;

import profundo.nn.Conv2d;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// LeNet-5 as it is drawn today: rectifiers, max-pooling, dense C3, softmax. 61,706 parameters.
public final class LeNet5Modern extends Net implements Layer {
  private final Conv2d conv1 = new Conv2d(1, 6, 5, o -> o.padding(2));
  private final Conv2d conv2 = new Conv2d(6, 16, 5);
  private final Linear fc1 = new Linear(16 * 5 * 5, 120);
  private final Linear fc2 = new Linear(120, 84);
  private final Linear fc3;

  /// A net for ten classes.
  public LeNet5Modern() {
    this(10);
  }

  /// A net for so many classes.
  public LeNet5Modern(int classes) {
    fc3 = new Linear(84, classes);
  }

  /// `[N, 1, 28, 28]` to logits `[N, classes]`.
  @Override
  public Tensor forward(Tensor x) {
    return fc3.forward(features(x));
  }

  /// `[N, 1, 28, 28]` to what the last layer reads, `[N, 84]`.
  public Tensor features(Tensor x) {
    var s2 = conv1.forward(x).relu().maxPool2d(2); // [N, 6, 14, 14]
    var s4 = conv2.forward(s2).relu().maxPool2d(2); // [N, 16, 5, 5]
    return fc2.forward(fc1.forward(s4.flatten(1)).relu()).relu();
  }
}
