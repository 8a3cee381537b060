import module profundo;
import module jdk.httpserver;

/// Reads photographed digits over HTTP, with a virtual thread for each request:
///
///     ./profundo run mlp --save mlp.safetensors
///     ./profundo java examples/Serve.java mlp.safetensors
///     curl --data-binary @seven.jpg localhost:8080
void main(String[] words) throws IOException {
  var net = new Mlp(Tensor::relu, 784, 300, 100, 10);
  net.load(StateDict.read(Path.of(words[0])));
  var digits = Predictor.of(net, this::photo, row -> row.argmax(0).itemLong(), o -> o.batch(32));
  var server = HttpServer.create(new InetSocketAddress("localhost", 8080), 0);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  server.createContext("/", exchange -> answer(exchange, digits));
  server.start();
}

Tensor photo(byte[] file) { // to [1, 28, 28]
  try {
    var path = Files.write(Files.createTempFile("photo", ""), file);
    try {
      return DigitPhoto.read(path).squeeze(0);
    } finally {
      Files.delete(path);
    }
  } catch (IOException e) {
    throw new UncheckedIOException(e);
  }
}

void answer(HttpExchange exchange, Predictor<byte[], Long> digits) throws IOException {
  try (exchange) {
    var file = exchange.getRequestBody().readAllBytes();
    try {
      say(exchange, 200, digits.predict(file) + "\n"); // joined with whoever asks at the same time
    } catch (ProfundoException e) {
      say(exchange, 400, e.getMessage() + "\n");
    }
  }
}

void say(HttpExchange exchange, int status, String text) throws IOException {
  var bytes = text.getBytes(StandardCharsets.UTF_8);
  exchange.sendResponseHeaders(status, bytes.length);
  exchange.getResponseBody().write(bytes);
}
