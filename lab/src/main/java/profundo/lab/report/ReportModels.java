package profundo.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import profundo.base.Text;
import profundo.train.store.ModelSize;

/// A run's nets as tables: their layers with the shapes that they give, what they learn and what
/// they compute.
record ReportModels(Parts parts) {
  /// The nets, the own one first; the layers of the first are open, those of the others are folded.
  List<Map<String, Object>> of(Map<String, ModelSize> models) {
    var shown = new ArrayList<Map<String, Object>>();
    models.entrySet().stream()
        .sorted(Comparator.comparing(model -> !model.getKey().isEmpty()))
        .forEach(model -> shown.add(shown(model.getKey(), model.getValue(), shown.isEmpty())));
    return shown;
  }

  private Map<String, Object> shown(String part, ModelSize size, boolean isFirst) {
    return Map.of(
        "name",
        PageWords.joined(parts.words().part(part), size.net()),
        "colour",
        parts.colour(part),
        "parameters",
        Text.format("%,d", size.parameters()),
        "multiplyAdds",
        size.layers().isEmpty() ? "" : Text.format("%,d", size.multiplyAdds()),
        "open",
        isFirst,
        "layers",
        layers(size));
  }

  private static List<Map<String, String>> layers(ModelSize size) {
    return size.layers().stream()
        .map(layer ->
            Map.of(
                "path",
                layer.path(),
                "kind",
                layer.kind(),
                "output",
                layer.output(),
                "calls",
                layer.calls() == 1 ? "" : Text.format("× %,d", layer.calls()),
                "parameters",
                number(layer.parameters()),
                "multiplyAdds",
                number(layer.multiplyAdds())))
        .toList();
  }

  private static String number(long value) {
    return value == 0 ? "–" : Text.format("%,d", value);
  }
}
