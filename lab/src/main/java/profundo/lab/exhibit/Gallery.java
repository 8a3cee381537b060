package profundo.lab.exhibit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.data.image.Pictures;
import profundo.tensor.Tensor;

/// Pictures with a line under each.
public final class Gallery {
  private final List<Map<String, String>> items = new ArrayList<>();

  /// Adds a picture `[H, W]` or `[C, H, W]`, 0 to 1.
  public Gallery add(Tensor picture, String caption) {
    var item = new LinkedHashMap<String, String>();
    item.put("caption", caption);
    item.put("png", Base64.getEncoder().encodeToString(Pictures.png(picture)));
    items.add(item);
    return this;
  }

  public List<Map<String, String>> items() {
    return items;
  }
}
