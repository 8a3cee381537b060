import module profundo;

/// A residual net learns kinds of pictures from folders, FOLDER/train/KIND/… and FOLDER/test/KIND/…, such as traffic
/// signs: unzip "$PROFUNDO_MIRROR/gtsrb/GTSRB-subset.zip" && ./profundo java examples/ResidualNet.java GTSRB-subset
final class ResidualNet extends Net implements Layer {
  final InstanceNorm2d light = new InstanceNorm2d(3); // makes dark pictures and bright ones alike
  final Conv2d conv1 = new Conv2d(3, 16, 3, o -> o.padding(1).bias(false));
  final BatchNorm2d bn1 = new BatchNorm2d(16);
  final Sequential layers =
      new Sequential(new Block(16, 16, 1), new Block(16, 32, 2), new Block(32, 64, 2));
  final Linear fc;

  ResidualNet(int classes) {
    fc = new Linear(64, classes);
  }

  @Override
  public Tensor forward(Tensor x) { // [N, 3, H, W] to [N, classes]
    var features = layers.forward(bn1.forward(conv1.forward(light.forward(x))).relu());
    return fc.forward(features.mean(2, 3));
  }
}

/// What goes in is added to what comes out (He et al. 2016); where sizes differ, by a convolution of 1×1.
final class Block extends Net implements Layer {
  final Conv2d conv1;
  final BatchNorm2d bn1;
  final Conv2d conv2;
  final BatchNorm2d bn2;
  final Optional<Sequential> downsample;

  Block(int in, int out, int stride) {
    conv1 = new Conv2d(in, out, 3, o -> o.stride(stride).padding(1).bias(false));
    bn1 = new BatchNorm2d(out);
    conv2 = new Conv2d(out, out, 3, o -> o.padding(1).bias(false));
    bn2 = new BatchNorm2d(out);
    var shortcut = new Conv2d(in, out, 1, o -> o.stride(stride).bias(false));
    downsample = in == out ? Optional.empty() : Optional.of(new Sequential(shortcut, new BatchNorm2d(out)));
  }

  @Override
  public Tensor forward(Tensor x) {
    var y = bn2.forward(conv2.forward(bn1.forward(conv1.forward(x)).relu()));
    return y.add(downsample.map(layer -> layer.forward(x)).orElse(x)).relu();
  }
}

void main(String[] words) {
  Rng.seed(1);
  var train = ImageFolder.read(Path.of(words[0], "train"), 32, 32, o -> o.crop(2));
  var test = ImageFolder.read(Path.of(words[0], "test"), 32, 32, o -> {});
  IO.println("%d pictures of %d kinds".formatted(train.images().size(), train.classes().size()));
  var net = new ResidualNet(train.classes().size());
  int epochs = Integer.getInteger("epochs", 20);
  try (var loader = new Loader(train.images(), o -> o.batch(32).shuffle(1))) {
    new Fit<>(loader, epochs)
        .train(net, new Adam(net.parameters(), 5e-3), batch -> net.forward(batch.x()).crossEntropy(batch.y()))
        .schedule(Schedule.cosine((long) epochs * loader.size(), 0))
        .run();
  }
  net.eval();
  var accuracy = new Accuracy();
  try (var _ = Grad.noGrad(); var loader = new Loader(test.images(), o -> o.batch(256))) {
    for (var batch : loader.epoch(0)) {
      try (var _ = Scope.open()) {
        accuracy.add(net.forward(batch.x()), batch.y());
      }
    }
  }
  IO.println("%.1f %% of %d test pictures".formatted(100 * accuracy.value(), accuracy.count()));
}
