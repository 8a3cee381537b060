import module profundo;

/// Gradients beyond a training step: of gradients, changed on their way, one for each sample, and through operations
/// that have no method here: ./profundo java examples/Gradients.java
void main() {
  Rng.seed(1);
  try (var _ = Scope.open()) {
    ofGradients();
    changedOnTheirWay();
    penalty();
    ofEachSample();
    throughAnyOperation();
  }
}

void ofGradients() {
  var x = Tensor.scalar(2).requiresGrad(true);
  var first = Grad.of(x.pow(3), List.of(x), true).getFirst(); // 3x²
  var second = Grad.of(first, List.of(x), false).getFirst(); // 6x
  IO.println("x³ at 2: slope %.0f, curvature %.0f".formatted(first.item(), second.item()));
}

void changedOnTheirWay() {
  var x = Tensor.of(new float[] {1, 2, 3}).requiresGrad(true);
  var y = x.mul(10);
  var hook = y.registerHook(g -> g.clamp(-1, 1)); // what it returns goes on in the gradient's place
  y.square().sum().backward();
  hook.remove();
  IO.println("clipped on its way: " + Arrays.toString(x.grad().toFloatArray()));
}

/// The critic's slope is held near 1 (Gulrajani et al. 2017): its loss contains a gradient, and is differentiated.
void penalty() {
  var critic = new Sequential(new Linear(2, 32), new Tanh(), new Linear(32, 1));
  var adam = new Adam(critic.parameters(), 1e-2);
  double slope = 0;
  for (int step = 0; step < 200; step++) {
    try (var _ = Scope.open()) {
      var x = Tensor.randn(64, 2).requiresGrad(true);
      var gradient = Grad.of(critic.forward(x).sum(), List.of(x), true).getFirst();
      var norms = gradient.norm(2, false, 1); // [64]
      var loss = norms.sub(1).square().mean();
      adam.zeroGrad();
      loss.backward();
      adam.step();
      slope = norms.mean().item();
    }
  }
  IO.println("the critic's mean slope after 200 steps: %.2f".formatted(slope));
}

/// The gradient of each sample's own loss, as differential privacy wants it.
void ofEachSample() {
  var net = new Linear(3, 1);
  var weight = net.stateDict().get("weight");
  var x = Tensor.randn(4, 3);
  var losses = net.forward(x).square().squeeze(1); // [4]
  var norms = new ArrayList<String>();
  for (int n = 0; n < 4; n++) {
    losses.select(0, n).backward(Tensor.scalar(1), true, false); // the graph serves the next sample too
    norms.add("%.3f".formatted(weight.grad().norm().item()));
    net.zeroGrad();
  }
  IO.println("norms of each sample's gradient: " + String.join(", ", norms));
}

void throughAnyOperation() {
  var x = Tensor.of(new float[] {0.5f, 1, 2}).requiresGrad(true);
  var y = Operator.of("aten::special_i0e").call(x); // a Bessel function
  y.sum().backward();
  IO.println(Operator.of("aten::special_i0e").schemas().getFirst() + ": " + Arrays.toString(x.grad().toFloatArray()));
}
