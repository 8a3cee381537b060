import module profundo;

/// A small GPT learns a text letter by letter and goes on with it. While it writes, a cache keeps the keys and values of
/// what is there, so that each letter is computed once: ./profundo java examples/Gpt.java [TEXT]
final class Gpt extends Net {
  final int context;
  final Embedding wte;
  final Embedding wpe;
  final List<Block> h;
  final LayerNorm lnF;

  Gpt(int characters, int context, int embedding, int heads, int layers) {
    this.context = context;
    wte = new Embedding(characters, embedding);
    wpe = new Embedding(context, embedding);
    h = Stream.generate(() -> new Block(embedding, heads)).limit(layers).toList();
    lnF = new LayerNorm(embedding);
    Init.normal(wte.weight, 0, 0.02);
    Init.normal(wpe.weight, 0, 0.02);
  }

  /// Scores `[N, L, characters]` of what comes after each of `[N, L]`.
  Tensor forward(Tensor x, List<KeyValueCache> caches) {
    long past = caches.isEmpty() ? 0 : caches.getFirst().length();
    var y = wte.forward(x).add(wpe.forward(Tensors.arange(past, past + x.size(1), 1)));
    for (int i = 0; i < h.size(); i++) {
      y = h.get(i).forward(y, caches.isEmpty() ? null : caches.get(i));
    }
    return lnF.forward(y).matmul(wte.weight.t()); // the embedding read backwards
  }

  String write(Corpus text, String prompt, double temperature) {
    var caches = h.stream().map(_ -> new KeyValueCache()).toList();
    var written = new StringBuilder(prompt);
    long[] next = prompt.codePoints().mapToLong(c -> text.id(c).orElseThrow()).toArray();
    try (var _ = Grad.noGrad()) {
      while (written.length() < context) {
        try (var _ = Scope.open()) {
          var scores = forward(Tensor.of(next, 1, next.length), caches).select(1, next.length - 1);
          next = new long[] {scores.div(temperature).softmax(1).multinomial(1, true).itemLong()};
          written.appendCodePoint(text.vocabulary()[(int) next[0]]);
        }
      }
    }
    caches.forEach(KeyValueCache::close);
    return written.toString();
  }
}

final class Block extends Net {
  final LayerNorm ln1;
  final MultiheadAttention attn;
  final LayerNorm ln2;
  final Sequential mlp;

  Block(int embedding, int heads) {
    ln1 = new LayerNorm(embedding);
    attn = new MultiheadAttention(embedding, heads);
    ln2 = new LayerNorm(embedding);
    mlp = new Sequential(new Linear(embedding, 4 * embedding), new GELU(), new Linear(4 * embedding, embedding));
  }

  Tensor forward(Tensor x, KeyValueCache cache) {
    var normed = ln1.forward(x);
    var y = x.add(cache == null ? attn.forward(normed, Masks.CAUSAL) : attn.decode(normed, cache));
    return y.add(mlp.forward(ln2.forward(y)));
  }
}

void main(String[] words) {
  Rng.seed(1);
  var text = words.length == 0 ? Corpus.tinyShakespeare(Sources.ofEnvironment()) : Corpus.read(Path.of(words[0]));
  int steps = Integer.getInteger("steps", 1000);
  var net = new Gpt(text.vocabulary().length, 64, 128, 4, 4);
  try (var loader = new Loader(new Windows(text.ids(0, text.length()), net.context), o -> o.batch(32).shuffle(1))) {
    var fit = new Fit<>(loader)
        .train(net, new Adam(net.parameters(), 1e-3),
            batch -> net.forward(batch.x(), List.of()).flatten(0, 1).crossEntropy(batch.y().flatten(0)))
        .clip(1)
        .steps(steps);
    fit.run();
    IO.println("%.2f nats a letter".formatted(fit.figures().get("train.loss")));
  }
  net.eval();
  IO.println(net.write(text, text.toString().substring(0, 8), 0.8));
}
