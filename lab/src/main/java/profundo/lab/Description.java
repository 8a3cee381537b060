package profundo.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import profundo.lab.project.Project;
import profundo.train.store.ModelSize;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a run says of itself: it is stored with it, so that its page and its figures can be
/// understood where its recipe is no longer there, or never was.
///
/// @param title what the experiment shows, in English
/// @param topic of the course, in English
/// @param signs for the metric of each claim `≥` or `≤`
/// @param models the nets that it trained, by their parts
/// @param paperSettings the settings at the paper's scale
/// @param words the recipe's words by language, `en` and `es`
/// @param project the folder that its sources were in, if it came from a [Project]
public record Description(
    String title,
    String topic,
    @Nullable Paper paper,
    Map<String, String> signs,
    Map<String, ModelSize> models,
    Map<String, String> paperSettings,
    Map<String, Map<String, String>> words,
    @Nullable String project) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("es"));

  /// What a recipe says.
  public static Description of(Recipe<?> recipe, Map<String, ModelSize> models) {
    var about = recipe.about();
    var signs = new LinkedHashMap<String, String>();
    about.claims().forEach(claim -> signs.put(claim.metric(), claim.direction().sign()));
    var words = new LinkedHashMap<String, Map<String, String>>();
    LANGUAGES.forEach(
        language -> words.put(language.getLanguage(), RecipeWords.of(recipe, language).words()));
    return new Description(
        about.title(),
        about.topic(),
        about.paper(),
        signs,
        models,
        paperSettings(recipe),
        words,
        Project.of(recipe).map(project -> project.place().toString()).orElse(null));
  }

  private static Map<String, String> paperSettings(Recipe<?> recipe) {
    var settings = new LinkedHashMap<String, String>();
    recipe.settings(Scale.PAPER).values().forEach((name, value) -> settings.put(name, "" + value));
    return settings;
  }

  /// What a stored run says, with those of its recipe's words of today that it lacks; one of an
  /// older store says what its recipe says today, or nothing but its recipe's name.
  ///
  /// @throws UsageException if what is stored makes no sense
  public static Description of(RunStore store, StoredRun run) {
    return store
        .description(run.id())
        .map(document -> completed(run, parse(run, document)))
        .or(() -> today(run))
        .orElseGet(() ->
            new Description(
                run.plan().recipe(), "", null, Map.of(), Map.of(), Map.of(), Map.of(), null));
  }

  private static Description completed(StoredRun run, Description stored) {
    return today(run).map(stored::completed).orElse(stored);
  }

  private static Optional<Description> today(StoredRun run) {
    return Recipes.named(run.plan().recipe()).map(recipe -> of(recipe, Map.of()));
  }

  private static Description parse(StoredRun run, String document) {
    try {
      return JSON.readValue(document, Description.class);
    } catch (JacksonException _) {
      throw new UsageException("descriptionDamaged", run.id());
    }
  }

  /// The same with words that were not yet written when the run was made.
  private Description completed(Description today) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    today.words.forEach((language, ofToday) -> {
      var both = new LinkedHashMap<>(ofToday);
      both.putAll(words.getOrDefault(language, Map.of()));
      all.put(language, both);
    });
    return new Description(title, topic, paper, signs, models, paperSettings, all, project);
  }

  /// The same of a run that began with sources in another folder.
  Description from(@Nullable String folder) {
    return new Description(title, topic, paper, signs, models, paperSettings, words, folder);
  }

  /// As JSON.
  public String json() {
    return JSON.writeValueAsString(this);
  }

  /// The recipe's words in a language.
  public RecipeWords words(Locale language) {
    return new RecipeWords(words.getOrDefault(language.getLanguage(), Map.of()));
  }

  /// The sign before the figure that a claim expects; empty if it claims nothing of this metric.
  public String sign(String metric) {
    return signs.getOrDefault(metric, "");
  }
}
