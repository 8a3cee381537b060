import module profundo;

/// Tells which of several files a line is from, such as its language, by a GRU over its characters:
/// ./profundo java examples/TextClassifier.java "$PROFUNDO_MIRROR"/multi30k/train.{de,en,fr}.gz
final class TextClassifier extends Net {
  static final int CHARACTERS = 256; // 0 is padding
  final Embedding embedding = new Embedding(CHARACTERS, 32, 0);
  final GRU gru = new GRU(32, 64, o -> o.batchFirst());
  final Linear linear;

  TextClassifier(int kinds) {
    linear = new Linear(64, kinds);
  }

  Tensor forward(Tensor x, Tensor lengths) { // [N, L] and [N] to [N, kinds]
    var read = gru.forward(embedding.forward(x), lengths.toLongArray());
    return linear.forward(read.hidden().select(0, 0)); // after each line's own last character
  }
}

/// Lines as rows of characters, padded by zeros, with their lengths and kinds.
Dataset rows(List<List<String>> kinds, int longest) {
  var lines = kinds.stream().flatMap(List::stream).toList();
  var x = new long[lines.size() * longest];
  for (int n = 0; n < lines.size(); n++) {
    for (int i = 0; i < Math.min(longest, lines.get(n).length()); i++) {
      x[n * longest + i] = Math.clamp(lines.get(n).charAt(i), 1, TextClassifier.CHARACTERS - 1);
    }
  }
  var lengths = lines.stream().mapToLong(line -> Math.min(longest, line.length())).toArray();
  var y = IntStream.range(0, kinds.size()).boxed().flatMap(k -> kinds.get(k).stream().map(_ -> (long) k));
  return new TensorDataset(
      Tensor.of(x, lines.size(), longest), Tensor.of(lengths), Tensor.of(y.mapToLong(k -> k).toArray()));
}

void main(String[] files) {
  Rng.seed(1);
  int count = Integer.getInteger("lines", 2000);
  var texts = Stream.of(files)
      .map(file -> Utf8.read(Path.of(file)).lines().filter(line -> !line.isBlank()).limit(count).toList())
      .toList();
  var train = rows(texts.stream().map(lines -> lines.subList(0, lines.size() * 9 / 10)).toList(), 60);
  var test = rows(texts.stream().map(lines -> lines.subList(lines.size() * 9 / 10, lines.size())).toList(), 60);
  var net = new TextClassifier(files.length);
  try (var loader = new Loader(train, o -> o.batch(32).shuffle(1))) {
    new Fit<>(loader, Integer.getInteger("epochs", 3))
        .train(net, new Adam(net.parameters(), 3e-3),
            batch -> net.forward(batch.x(), batch.field(1)).crossEntropy(batch.field(2)))
        .clip(1)
        .run();
  }
  var confusion = new Confusion(files.length);
  try (var _ = Grad.noGrad(); var loader = new Loader(test, o -> o.batch(200))) {
    for (var batch : loader.epoch(0)) {
      try (var _ = Scope.open()) {
        confusion.add(net.forward(batch.x(), batch.field(1)), batch.field(2));
      }
    }
  }
  IO.println("%.1f %% of the test lines".formatted(100 * confusion.accuracy()));
  for (int kind = 0; kind < files.length; kind++) {
    IO.println("%s was taken for %s".formatted(files[kind], Arrays.toString(confusion.counts()[kind])));
  }
}
