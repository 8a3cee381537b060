package profundo.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The weights that were best by a measurement, in a file beside the checkpoint, with all that was
/// measured of them.
///
/// @param nets by the names that they are held under
record BestWeights(Path file, Map<String, Net> nets) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String EPOCH = "epoch";
  private static final String FIGURES = "figures";

  /// What was measured of the best weights.
  ///
  /// @param epoch from 0; −1 in a file of an older Profundo, which did not note it
  record Measured(int epoch, Map<String, Double> figures) {}

  /// Keeps the nets as they are now.
  void keep(int epoch, Map<String, Double> figures) {
    var all = new LinkedHashMap<String, Tensor>();
    nets.forEach((name, net) -> all.putAll(net.stateDict().prefixed(name + "/").asMap()));
    Safetensors.write(
        file,
        new StateDict(all),
        Map.of(EPOCH, Integer.toString(epoch), FIGURES, JSON.writeValueAsString(figures)));
  }

  /// Puts the nets back to what was kept.
  Measured restore() {
    try (var _ = Scope.open();
        var open = Safetensors.open(file)) {
      var state = open.stateDict();
      var epoch = open.metadata().get(EPOCH);
      if (epoch == null) {
        nets.values().iterator().next().load(state);
        return new Measured(-1, Map.of());
      }
      nets.forEach((name, net) -> net.load(state.under(name + "/")));
      return new Measured(
          Integer.parseInt(epoch),
          JSON.readValue(open.metadata().getOrDefault(FIGURES, "{}"), new TypeReference<>() {}));
    }
  }
}
