package profundo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import profundo.tensor.Threads;

/// `profundo bench ops|steps|peers [THREADS]`.
final class Main {
  private Main() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    var what = words.length == 0 ? "" : words[0];
    int threads = words.length > 1 ? Integer.parseInt(words[1]) : Threads.get();
    switch (what) {
      case "ops" -> {
        Threads.set(1);
        new Operations().run(System.out);
      }
      case "steps" -> {
        Threads.set(threads);
        Steps.run(System.out);
      }
      case "ours" -> {
        Threads.set(threads);
        Steps.ours(System.out);
      }
      case "peers" ->
          new Peers(threads, Path.of(System.getProperty("profundo.bench"))).run(System.out);
      default -> {
        System.err.println("profundo bench: name one of " + List.of("ops", "steps", "peers") + ".");
        System.exit(2);
      }
    }
  }
}
