package profundo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import profundo.base.Text;
import profundo.lab.Recipe;
import profundo.lab.UsageException;

/// The sources of a recipe: its own, and those of its models. They lie in the jars, under
/// `META-INF/sources`.
///
/// @param recipe whose they are
/// @param files by the full names of the classes that they are called after, the recipe's own first
record RecipeSources(Recipe<?> recipe, Map<String, SourceText> files) {
  private static final String MODELS = "profundo.models";
  private static final List<String> WORDS =
      List.of("messages.properties", "messages_es.properties");

  /// Everything of the recipe's package and of the models that the recipe comes to by its names.
  ///
  /// @throws UsageException if a recipe of a guest came without its sources
  static RecipeSources of(Recipe<?> recipe) {
    var home = recipe.getClass().getPackageName();
    var files = new LinkedHashMap<String, SourceText>();
    var waiting = new ArrayDeque<String>(List.of(recipe.getClass().getName()));
    while (!waiting.isEmpty()) {
      var name = waiting.remove();
      var text = files.containsKey(name) ? Optional.<String>empty() : read(recipe, name);
      text.map(SourceText::parse)
          .ifPresent(source -> {
            files.put(name, source);
            source.mentioned().stream()
                .filter(other -> isIn(other, home) || isIn(other, MODELS))
                .sorted()
                .forEach(waiting::add);
          });
    }
    if (files.isEmpty()) {
      throw new UsageException(Text.of(Words.class), "new.noSources", recipe.id());
    }
    return new RecipeSources(recipe, files);
  }

  private static boolean isIn(String name, String home) {
    return name.startsWith(home + ".") && name.indexOf('.', home.length() + 1) < 0;
  }

  /// The recipe's words, by the names of their files.
  Map<String, byte[]> words() {
    var words = new TreeMap<String, byte[]>();
    var folder = recipe.getClass().getPackageName().replace('.', '/') + "/";
    for (var name : WORDS) {
      resource(recipe, folder + name).ifPresent(content -> words.put(name, content));
    }
    return words;
  }

  private static Optional<String> read(Recipe<?> recipe, String name) {
    return resource(recipe, "META-INF/sources/" + name.replace('.', '/') + ".java")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> resource(Recipe<?> recipe, String name) {
    try (InputStream in = recipe.getClass().getClassLoader().getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
