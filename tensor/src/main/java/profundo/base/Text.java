package profundo.base;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The sentences that people read, in English and Spanish.
///
/// Each package keeps its own in `messages.properties` (English) and `messages_es.properties`,
/// beside its classes. The language is `PROFUNDO_LANG` (`en` or `es`) where that is set, else the
/// machine's.
public final class Text {
  private static final Locale LANGUAGE = language(System.getenv("PROFUNDO_LANG"));
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\x80-\\x9f\u2028\u2029]");
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
    // Asked for a language that it has not, a module gives the machine's; English is the root.
    var file = language.getLanguage().equals("es") ? language : Locale.ROOT;
    return home.getModule().isNamed()
        ? new Text(ResourceBundle.getBundle(name, file, home.getModule()))
        : new Text(ResourceBundle.getBundle(name, file, home.getClassLoader(), noFallback));
  }

  /// The language in use: `en` or `es`.
  public static Locale language() {
    return LANGUAGE;
  }

  /// The sentence under `key` with `{0}`, `{1}`… filled in as [MessageFormat] does. Numbers are
  /// written with a point before decimals and commas between thousands, as English and Mexico's
  /// Spanish do, in whatever locale the JVM was started. Other arguments are put in as [#inLine]
  /// says, whole texts among them [#abridged].
  ///
  /// @throws java.util.MissingResourceException if the package has no such sentence
  public String get(String key, Object... arguments) {
    var shown =
        Arrays.stream(arguments)
            .map(argument ->
                argument instanceof Number ? argument : quoted(String.valueOf(argument)))
            .toArray();
    return new MessageFormat(bundle.getString(key), Locale.ROOT).format(shown);
  }

  private static String quoted(String text) {
    return inLine(text.length() > LONG ? abridged(text) : text);
  }

  /// What came from outside, as it can stand in a sentence: control characters are escaped as Java
  /// does (`\\n`, `\\u001b`).
  public static String inLine(String text) {
    return CONTROL.matcher(text).replaceAll(found -> "\\\\" + escape(found.group()));
  }

  private static String escape(String control) {
    return switch (control) {
      case "\n" -> "n";
      case "\r" -> "r";
      case "\t" -> "t";
      default -> format("u%04x", (int) control.charAt(0));
    };
  }

  /// As [String#format], with numbers written as in [#get], whatever the machine's locale.
  public static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
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
