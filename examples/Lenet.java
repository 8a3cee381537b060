import module profundo;

/// LeNet in its plain modern form, trained by hand: ./profundo java examples/Lenet.java
final class Lenet extends Net implements Layer {
  final Conv2d conv1 = new Conv2d(1, 6, 5, o -> o.padding(2));
  final Conv2d conv2 = new Conv2d(6, 16, 5);
  final Linear fc1 = new Linear(16 * 5 * 5, 120);
  final Linear fc2 = new Linear(120, 84);
  final Linear fc3 = new Linear(84, 10);

  @Override
  public Tensor forward(Tensor x) { // [N, 1, 28, 28] to [N, 10]
    var c1 = conv1.forward(x).relu().maxPool2d(2); // [N, 6, 14, 14]
    var c2 = conv2.forward(c1).relu().maxPool2d(2); // [N, 16, 5, 5]
    return fc3.forward(fc2.forward(fc1.forward(c2.flatten(1)).relu()).relu());
  }
}

void main() {
  Rng.seed(1);
  var mnist = LabelledImages.mnist(Sources.ofEnvironment());
  var net = new Lenet();
  var adam = new Adam(net.parameters(), 1e-3);
  try (var loader = new Loader(mnist.train(), o -> o.batch(64).shuffle(1))) {
    for (int epoch = 0; epoch < 2; epoch++) {
      for (var batch : loader.epoch(epoch, 0)) {
        try (var _ = Scope.open()) { // the native memory of a step ends here
          var loss = net.forward(batch.x()).crossEntropy(batch.y());
          adam.zeroGrad();
          loss.backward();
          adam.step();
        }
      }
      IO.println("epoch %d: %.2f %% of the test digits".formatted(epoch + 1, 100 * accuracy(net, mnist.test())));
    }
  }
}

double accuracy(Lenet net, Dataset test) {
  var accuracy = new Accuracy();
  try (var _ = Grad.noGrad(); var loader = new Loader(test, o -> o.batch(500))) {
    for (var batch : loader.epoch(0, 0)) {
      try (var _ = Scope.open()) {
        accuracy.add(net.forward(batch.x()).argmax(1).toLongArray(), batch.y().toLongArray());
      }
    }
  }
  return accuracy.value();
}
