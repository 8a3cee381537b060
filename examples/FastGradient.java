import module profundo;

/// How few of its digits a trained net still reads when each picture is moved a little against it:
/// the fast gradient sign method (Goodfellow, Shlens & Szegedy 2015).
/// ./profundo run lenet5
/// ./profundo java examples/FastGradient.java lenet5
void main(String[] args) {
  try (var trained = Trained.open(args[0])) {
    var digits = TrainedClassifier.of(trained);
    var test = LabelledImages.named(trained.run().plan().data().name(), Sources.ofEnvironment()).test();
    IO.println("%s, the first pictures of %s".formatted(trained.run().id(), trained.run().plan().data().name()));
    for (var epsilon : List.of(0.0, 0.05, 0.1, 0.2, 0.3)) {
      IO.println("epsilon %.2f: %.1f %% right".formatted(epsilon, 100 * accuracy(digits, test, epsilon)));
    }
  }
}

double accuracy(TrainedClassifier digits, Images test, double epsilon) {
  var accuracy = new Accuracy();
  try (var loader = new Loader(test.limit(1000), o -> o.batch(200))) {
    for (var batch : loader.epoch(0)) {
      try (var _ = Scope.open()) {
        var pictures = batch.x().copy().requiresGrad(true);
        digits.scores(pictures).crossEntropy(batch.y()).backward();
        var moved = pictures.detach().add(pictures.grad().sign().mul(epsilon)).clamp(0, 1);
        accuracy.add(digits.scores(moved), batch.y());
      }
    }
  }
  return accuracy.value();
}
