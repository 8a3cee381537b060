import module profundo;

/// Tells malignant tumours from benign ones by 30 measurements of their cells:
/// ./profundo java examples/TableClassifier.java "$PROFUNDO_MIRROR/tabular/breast_cancer.csv"
void main(String[] args) {
  Rng.seed(1);
  var table = Table.read(Path.of(args[0]));
  var parts = table.split(o -> o.seed(1).stratify("target").shares(0.6, 0.2, 0.2));
  var features = Features.fit(parts.train(), o -> o.label("target").standardise());
  var net = new Mlp(Tensor::relu, features.width(), 32, features.classes().size());
  var adam = new Adam(net.parameters(), 1e-3);
  try (var loader = new Loader(features.dataset(parts.train()), o -> o.batch(32).shuffle(1))) {
    for (int epoch = 0; epoch < 30; epoch++) {
      for (var batch : loader.epoch(epoch)) {
        try (var _ = Scope.open()) { // the native memory of a step ends here
          var loss = net.forward(batch.x()).crossEntropy(batch.y());
          adam.zeroGrad();
          loss.backward();
          adam.step();
        }
      }
    }
  }
  measure("validation", net, features, parts.validation());
  measure("test", net, features, parts.test());

  try (var _ = Scope.open()) { // one row, as it would come later
    var row = parts.test().row(0);
    var kind = (int) net.forward(features.x(row)).argmax(1).item();
    IO.println("A radius of %s, and so on, is taken for %s.".formatted(row.get("0"), features.classes().get(kind)));
  }
}

void measure(String name, Mlp net, Features features, Table part) {
  try (var _ = Grad.noGrad(); var _ = Scope.open()) {
    var scores = net.forward(features.x(part)).softmax(1);
    var truth = features.y(part);
    var accuracy = new Accuracy();
    accuracy.add(scores, truth);
    IO.println(
        "%s: %.1f %% right, AUC %.4f of %d rows"
            .formatted(name, 100 * accuracy.value(), Roc.of(scores.select(1, 1), truth).auc(), part.size()));
  }
}
