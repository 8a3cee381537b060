import module profundo;

/// What the library answers to mistakes that everyone makes: ./profundo java examples/WrongCalls.java
void main() {
  Rng.seed(1);
  var x = Tensor.randn(4, 3);
  var net = new Sequential(new Linear(3, 8), new ReLU(), new Linear(8, 2));
  var labels = Tensor.of(new long[] {0, 1, 1, 0});

  tried("a product of shapes that do not meet", () -> x.matmul(Tensor.randn(4, 3)));
  tried("another number of inputs", () -> net.forward(Tensor.randn(4, 5)));
  tried("labels that are no integers", () -> net.forward(x).crossEntropy(Tensor.of(new float[] {0, 1, 1, 0})));
  tried("a label beyond the classes", () -> net.forward(x).crossEntropy(Tensor.of(new long[] {0, 1, 2, 0})));
  tried("a loss of [4, 1] and [4]", () -> Tensor.randn(4, 1).mseLoss(Tensor.randn(4)));
  tried("one number of many", x::item);
  tried("a view of another size", () -> x.view(5, -1));
  tried("an index beyond the end", () -> x.select(1, 3));
  tried("backward from many numbers", () -> net.forward(x).backward());
  tried("backward a second time", () -> {
    var loss = net.forward(x).crossEntropy(labels);
    loss.backward();
    loss.backward();
  });
  tried("a parameter changed in place", () -> net.stateDict().get("0.weight").zero_());
  tried("a tensor of a closed scope", () -> {
    Tensor kept;
    try (var _ = Scope.open()) {
      kept = x.mul(2);
    }
    kept.sum();
  });
  tried("one channel for three", () -> new Conv2d(3, 8, 3).forward(Tensor.randn(1, 1, 28, 28)));
  tried("no batch for batch normalisation", () -> new BatchNorm1d(8).forward(Tensor.randn(1, 8)));
  tried("a GPU that is not there", () -> x.to(Device.cuda(0)));
  tried("an unknown operation", () -> Operator.of("nan_to_nun"));
  tried("weights of another net", () -> net.load(new Linear(3, 2).stateDict()));
}

void tried(String what, Runnable mistake) {
  try (var _ = Scope.open()) {
    mistake.run();
    IO.println(what + ": nothing was said.");
  } catch (ProfundoException e) {
    IO.println("%s:%n  %s".formatted(what, e.getMessage()));
  }
}
