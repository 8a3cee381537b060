package profundo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.tensor.Threads;

/// `profundo bench ops|steps|peers|recipes|serve|start|workers|memory [THREADS [PART]]`: with PART,
/// only the rows whose names contain it. `profundo bench soak [MINUTES]`: serving beside training
/// for an hour. `profundo bench figures [STORE [COMMIT]]`: the tables of figures.
final class Main {
  static final String NAME = "profundo.bench.Main";

  /// The word that makes this process a [Worker].
  static final String WORK = "work";

  private Main() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    try {
      measure(words);
    } catch (ProfundoException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void measure(String[] words) throws IOException, InterruptedException {
    var what = words.length == 0 ? "" : words[0];
    if (what.equals(WORK)) {
      work(words[1], Integer.parseInt(words[2]), Double.parseDouble(words[3]));
      return;
    }
    var part = words.length > 2 ? words[2] : "";
    switch (what) {
      case "ops" -> {
        Threads.set(1);
        new Operations().run(System.out);
      }
      case "steps" -> {
        Threads.set(threads(words));
        Steps.besideBinding(System.out, part);
      }
      case "peers" -> new Peers(folder(), threads(words)).steps(System.out, part);
      case "recipes" -> new Peers(folder(), threads(words)).recipes(System.out, part);
      case "serve" -> new Peers(folder(), threads(words)).serving(System.out);
      case "soak" -> Soak.print(System.out, words.length > 1 ? Double.parseDouble(words[1]) : 60);
      case "start" -> Starts.print(System.out, folder().resolveSibling("profundo"));
      case "workers" ->
          WorkerSeeds.print(System.out, folder().resolveSibling("profundo"), threads(words));
      case "memory" -> HeldMemory.print(System.out);
      case "figures" -> figures(words);
      default -> {
        var known =
            List.of(
                "ops", "steps", "peers", "recipes", "serve", "soak", "start", "workers", "memory",
                "figures");
        System.err.println(Text.of(Main.class).get("usage", String.join(", ", known)));
        System.exit(2);
      }
    }
  }

  /// `figures`: writes the tables of figures anew; `figures STORE [COMMIT]`: with the runs of a
  /// store, made from this commit if they do not know it themselves.
  private static void figures(String[] words) throws IOException {
    var root = folder().toAbsolutePath().resolveSibling("");
    if (words.length > 1) {
      Figures.take(root, Path.of(words[1]), words.length > 2 ? words[2] : "");
    } else {
      Figures.read(root).write();
    }
  }

  private static void work(String what, int threads, double seconds) throws IOException {
    if (what.equals(Serving.PREDICTOR) || what.equals(Serving.LOCK)) {
      Serving.work(what, threads, seconds);
      return;
    }
    Threads.set(threads);
    Answers.give(steps(what), seconds, System.out);
  }

  private static Map<String, Step> steps(String what) {
    return what.equals("recipes") ? RecipeSteps.all() : Steps.all();
  }

  private static int threads(String[] words) {
    return words.length > 1 ? Integer.parseInt(words[1]) : Threads.get();
  }

  /// The folder of this module.
  private static Path folder() {
    return Path.of(System.getProperty("profundo.bench"));
  }
}
