package profundo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import profundo.base.Text;
import profundo.lab.Recipes;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The figures that the documents state: `bench/figures.json` holds them as runs gave them, and the
/// tables between the marks in README.md, README.es.md and bench/RESULTS.md are made from it. A row
/// whose recipe or models were changed since it was measured says so.
record Figures(Path root, Map<String, Figure> byRecipe) {
  /// The documents that state figures.
  static final List<String> DOCUMENTS = List.of("README.md", "README.es.md", "bench/RESULTS.md");

  private static final String BEGIN = "<!-- figures: made by ./profundo bench figures -->\n";
  private static final String END = "<!-- figures end -->\n";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /// The figures that a checkout states.
  static Figures read(Path root) throws IOException {
    var all =
        JSON.readValue(
            Files.readString(file(root)), new TypeReference<TreeMap<String, Figure>>() {});
    return new Figures(root, all);
  }

  private static Path file(Path root) {
    return root.resolve("bench/figures.json");
  }

  /// Takes up the runs of a store, of each recipe the newest of those with the most seeds, and
  /// writes all documents anew.
  ///
  /// @param built the commit that was built, where the runs do not know their own
  static void take(Path root, Path home, String built) throws IOException {
    var figures = read(root);
    try (var store = RunStore.read(home)) {
      for (var recipe : Recipes.all()) {
        store.list().stream()
            .filter(run -> run.plan().recipe().equals(recipe.id()))
            .filter(run -> !store.claims(run.id()).isEmpty())
            .filter(run -> run.plan().scale().equals("laptop"))
            .max(
                Comparator.comparingInt(
                        (StoredRun run) -> store.claims(run.id()).getFirst().seeds())
                    .thenComparing(StoredRun::started))
            .ifPresent(run -> figures.byRecipe.put(recipe.id(), Figure.of(store, run, built)));
      }
    }
    Files.writeString(file(root), JSON.writeValueAsString(figures.byRecipe) + "\n");
    figures.write();
  }

  /// Writes all documents anew.
  void write() throws IOException {
    for (var document : DOCUMENTS) {
      Files.writeString(root.resolve(document), renewed(document));
    }
  }

  /// A document with its table as the figures and the history of the code make it.
  String renewed(String document) throws IOException {
    var text = Files.readString(root.resolve(document));
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new BenchException("figures.marks", document, BEGIN.strip(), END.strip());
    }
    return text.substring(0, begin + BEGIN.length()) + table(document) + text.substring(end);
  }

  private String table(String document) {
    var language = document.endsWith(".es.md") ? Locale.of("es") : Locale.ENGLISH;
    var words = new FigureWords(language);
    var history = new SourceHistory(root);
    boolean whole = document.startsWith("bench/");
    var text = Text.of(Figures.class, language);
    var rows = new ArrayList<String>();
    rows.add(text.get(whole ? "figures.wholeHead" : "figures.head"));
    rows.add((whole ? "| --- | --- | --- | --- | --- | --- |" : "| --- | --- | --- | --- |"));
    for (var recipe : Recipes.all()) {
      var figure = byRecipe.get(recipe.id());
      if (figure == null) {
        throw new BenchException("figures.none", recipe.id());
      }
      var origin = words.origin(figure, history.changed(recipe, figure.holds()));
      rows.add(
          whole
              ? row(
                  "`" + figure.command() + "`",
                  words.of(figure),
                  String.join("; ", figure.verdicts()),
                  String.format(Locale.ROOT, "%.0f", figure.seconds()),
                  String.format(Locale.ROOT, "%.1f GB", figure.memory() / 1024.0),
                  origin)
              : row("`" + recipe.id() + "`", words.paper(recipe.id()), words.of(figure), origin));
    }
    return String.join("\n", rows) + "\n";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
