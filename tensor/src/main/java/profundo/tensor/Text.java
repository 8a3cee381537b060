package profundo.tensor;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/// The sentences that people read, in English and Spanish.
///
/// Each package keeps its own in `messages.properties` (English) and `messages_es.properties`,
/// beside its classes. The language is `PROFUNDO_LANG` (`en` or `es`) where that is set, else the
/// machine's.
public final class Text {
  private static final Locale LANGUAGE = language(System.getenv("PROFUNDO_LANG"));

  private static final int LINES = 160;
  private static final int LONG = 500;

  private final ResourceBundle bundle;

  private Text(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /// The sentences of the package that `home` lives in, in the user's language.
  public static Text of(Class<?> home) {
    return of(home, LANGUAGE);
  }

  /// The sentences of the package that `home` lives in, in a given language; a language that has
  /// none reads English.
  public static Text of(Class<?> home, Locale language) {
    var noFallback =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    var name = home.getPackageName() + ".messages";
    return home.getModule().isNamed()
        ? new Text(ResourceBundle.getBundle(name, language, home.getModule()))
        : new Text(ResourceBundle.getBundle(name, language, home.getClassLoader(), noFallback));
  }

  /// The language in use: `en` or `es`.
  public static Locale language() {
    return LANGUAGE;
  }

  /// The sentence under `key` with `{0}`, `{1}`… filled in as [MessageFormat] does; a whole text
  /// among them is [#abridged].
  ///
  /// @throws java.util.MissingResourceException if the package has no such sentence
  public String get(String key, Object... arguments) {
    var quoted = arguments.clone();
    for (int i = 0; i < quoted.length; i++) {
      quoted[i] =
          quoted[i] instanceof String text && text.length() > LONG ? abridged(text) : quoted[i];
    }
    return new MessageFormat(bundle.getString(key), Locale.ROOT).format(quoted);
  }

  /// The sentence under `key`, or `otherwise` if the package has none.
  public String find(String key, String otherwise) {
    return bundle.containsKey(key) ? get(key) : otherwise;
  }

  /// The sentences whose keys begin with `prefix`, by the rest of their keys.
  public Map<String, String> all(String prefix) {
    var sentences = new TreeMap<String, String>();
    for (var key : bundle.keySet()) {
      if (key.startsWith(prefix)) {
        sentences.put(key.substring(prefix.length()), get(key));
      }
    }
    return sentences;
  }

  /// A text that a sentence quotes: itself up to a line or two, else its beginning and its end.
  public static String abridged(String text) {
    return text.length() <= LINES
        ? text
        : text.substring(0, LINES / 2) + " … " + text.substring(text.length() - LINES / 2);
  }

  private static Locale language(@org.jspecify.annotations.Nullable String wished) {
    var code = wished == null || wished.isBlank() ? Locale.getDefault().getLanguage() : wished;
    return code.toLowerCase(Locale.ROOT).startsWith("es") ? Locale.of("es") : Locale.ENGLISH;
  }
}
