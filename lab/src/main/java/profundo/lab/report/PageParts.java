package profundo.lab.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import profundo.base.Reason;
import profundo.base.WholeFile;
import profundo.lab.UsageException;

/// What pages are put together from: a template, and the charts' script.
final class PageParts {
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private PageParts() {}

  /// Writes a page, whole or not at all.
  ///
  /// @throws UsageException if the file cannot be written
  static void write(String template, Map<String, Object> page, Path file) {
    write(template, Escapers.HTML, page, file);
  }

  /// The same of a page that is no HTML.
  ///
  /// @param escaper what makes a text one of the page's form
  static void write(
      String template, Mustache.Escaper escaper, Map<String, Object> page, Path file) {
    var text =
        Mustache.compiler()
            .withEscaper(escaper)
            .zeroIsFalse(true)
            .emptyStringIsFalse(true)
            .defaultValue("")
            .compile(resource(template))
            .execute(page);
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("reportUnwritten", file, Reason.of(e));
    }
  }

  /// A row of two columns.
  static Map<String, String> row(String name, String value) {
    return Map.of("name", name, "value", value);
  }

  static String chartStyle() {
    return resource(CHARTS + "uPlot.min.css");
  }

  static String chartScript() {
    return resource(CHARTS + "uPlot.iife.min.js");
  }

  private static String resource(String name) {
    try (@Nullable InputStream stream = PageParts.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar's " + name + " cannot be read", e);
    }
  }
}
