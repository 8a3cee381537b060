import module profundo;

/// Weights to PyTorch and from it. safetensors files carry them both ways, since names and shapes are PyTorch's:
/// ./profundo java examples/PyTorchFiles.java [FILE.safetensors]
final class Classifier extends Net implements Layer {
  final Sequential features =
      new Sequential(new Conv2d(1, 8, 3), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2), new Flatten());
  final Linear fc = new Linear(8 * 13 * 13, 10);

  @Override
  public Tensor forward(Tensor x) { // [N, 1, 28, 28] to [N, 10]
    return fc.forward(features.forward(x));
  }
}

void main(String[] words) throws IOException {
  if (words.length > 0) {
    IO.println(StateDict.read(Path.of(words[0]))); // names, types and shapes of a file from elsewhere
    return;
  }
  Rng.seed(1);
  var folder = Files.createTempDirectory("weights");
  var file = folder.resolve("model.safetensors");
  var net = new Classifier();
  net.stateDict().write(file);
  IO.println("In Python: model.load_state_dict(safetensors.torch.load_file(\"model.safetensors\")) of");
  IO.println(net.stateDict());

  var other = new Classifier();
  other.load(StateDict.read(file)); // every name and every shape has to fit
  try (var _ = Grad.noGrad(); var _ = Scope.open()) {
    var x = Tensor.randn(2, 1, 28, 28);
    IO.println("the same net: " + net.forward(x).equal(other.forward(x)));
  }

  // A backbone under another prefix, and a head of another size.
  var saved = StateDict.read(file).under("features.").prefixed("backbone.");
  try {
    other.load(saved);
  } catch (NetException e) {
    IO.println("strict: " + e.getMessage());
  }
  IO.println("loose: " + other.load(saved, false));
  IO.println("renamed: " + other.load(saved.under("backbone.").prefixed("features."), false));

  var pth = zip(folder.resolve("model.pth"), "archive/data.pkl");
  try {
    StateDict.read(pth);
  } catch (NetException e) {
    IO.println(e.getMessage());
  }
}

/// As torch.save begins.
Path zip(Path file, String name) throws IOException {
  try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(new byte[] {(byte) 0x80, 2});
  }
  return file;
}
