package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.base.Text;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Training steps beside those of other frameworks. Nothing is installed: a peer that is missing is
/// named with the command that brings it, and the others are measured.
final class Peers {
  private static final Text TEXT = Text.of(Peers.class);
  private static final double SECONDS = 1;

  private final Path bench;
  private final int threads;

  /// @param bench the folder of this module
  Peers(Path bench, int threads) {
    this.bench = bench;
    this.threads = threads;
  }

  /// The steps of [Steps] beside everyone's.
  ///
  /// @param part what the names of the steps contain
  void steps(PrintStream out, String part) throws IOException, InterruptedException {
    var projects = bench.resolve("peers");
    var djl = Peer.java("DJL", projects.resolve("djl"), "profundo.bench.DjlSteps", words());
    var dl4j = Peer.java("DL4J", projects.resolve("dl4j"), "profundo.bench.Dl4jSteps", words());
    compare(out, "steps", part, List.of(python(), djl, dl4j));
  }

  /// The steps of [RecipeSteps] beside Python's.
  void recipes(PrintStream out, String part) throws IOException, InterruptedException {
    compare(out, "recipes", part, List.of(pythonRecipes()));
  }

  /// A net that serves, beside a net behind a lock and DJL's predictor.
  void serving(PrintStream out) throws IOException {
    var project = bench.resolve("peers").resolve("djl");
    var djl = Peer.java("DJL", project, "profundo.bench.DjlServing", words());
    missing(List.of(djl)).forEach(out::println);
    var workers = new ArrayList<Worker>();
    try {
      workers.add(new Worker("Predictor", ours(Serving.PREDICTOR), threads));
      workers.add(new Worker("synchronized", ours(Serving.LOCK), threads));
      if (djl.isThere()) {
        workers.add(new Worker(djl.name(), djl.command(), threads));
      }
      out.println(TEXT.get("serve.what", threads));
      Serving.print(out, workers);
    } finally {
      workers.forEach(Worker::close);
    }
  }

  /// The command of a worker of ours.
  private List<String> ours(String what) {
    var command = new ArrayList<>(Peer.java(System.getProperty("java.class.path"), Main.NAME));
    command.addAll(List.of(Main.WORK, what, "" + threads, "" + SECONDS));
    return command;
  }

  Peer python() throws IOException, InterruptedException {
    return Peer.python(scripts().resolve("steps.py"), words());
  }

  /// Python with the recipes' settings.
  Peer pythonRecipes() throws IOException, InterruptedException {
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    RecipeSteps.NAMES.forEach(name -> settings.put(name, RecipeSteps.settings(name)));
    var words = new ArrayList<>(words());
    words.add(new JsonMapper().writeValueAsString(settings));
    return Peer.python(scripts().resolve("recipes.py"), words);
  }

  private List<String> words() {
    return List.of(Integer.toString(threads), Double.toString(SECONDS));
  }

  private Path scripts() {
    return bench.resolve("src/main/python");
  }

  private void compare(PrintStream out, String what, String part, List<Peer> peers)
      throws IOException {
    missing(peers).forEach(out::println);
    var workers = new ArrayList<Worker>();
    try {
      workers.add(new Worker("Profundo", ours(what), threads));
      for (var peer : peers) {
        if (peer.isThere()) {
          workers.add(new Worker(peer.name(), peer.command(), threads));
        }
      }
      out.println(TEXT.get("peers.head", threads));
      new SideBySide(workers.getFirst(), workers.subList(1, workers.size())).print(out, part);
    } finally {
      workers.forEach(Worker::close);
    }
  }

  /// A sentence for each peer that is not there.
  static List<String> missing(List<Peer> peers) {
    return peers.stream()
        .filter(peer -> !peer.isThere())
        .map(peer -> TEXT.get("peers.missing", peer.name(), peer.remedy()))
        .toList();
  }
}
