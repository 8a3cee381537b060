package profundo.lab.exhibit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import profundo.data.image.Pictures;
import profundo.tensor.Tensor;

/// Pictures with a line under each.
public final class Gallery {
  private final List<Item> items = new ArrayList<>();

  /// A picture with its line.
  ///
  /// @param caption with `{0}`, `{1}`, … in the places of labels
  /// @param labels names of classes, which a page says in its language; null in a file of an older
  ///   Profundo
  /// @param png the picture in Base64
  public record Item(String caption, @Nullable List<String> labels, String png) {
    /// The line with its labels; without any, the line is a label itself.
    ///
    /// @param said how a label is said
    public String captioned(UnaryOperator<String> said) {
      if (labels == null || labels.isEmpty()) {
        return said.apply(caption);
      }
      var line = caption;
      for (int i = 0; i < labels.size(); i++) {
        line = line.replace("{" + i + "}", said.apply(labels.get(i)));
      }
      return line;
    }
  }

  /// Adds a picture `[H, W]` or `[C, H, W]`, 0 to 1.
  ///
  /// @param caption a label, or a line with `{0}`, `{1}`, … in the places of labels
  public Gallery add(Tensor picture, String caption, String... labels) {
    var png = Base64.getEncoder().encodeToString(Pictures.png(picture));
    items.add(new Item(caption, List.of(labels), png));
    return this;
  }

  /// The pictures in their order.
  public List<Item> items() {
    return items;
  }
}
