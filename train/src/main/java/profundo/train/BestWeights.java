package profundo.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import profundo.nn.Net;
import profundo.nn.Safetensors;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The weights that were best by a measurement, with all that was measured of them: in a file
/// beside the checkpoint, or in memory where there is none.
final class BestWeights {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String EPOCH = "epoch";
  private static final String FIGURES = "figures";

  /// What was measured of the best weights.
  ///
  /// @param epoch from 0; −1 in a file of an older Profundo, which did not note it
  record Measured(int epoch, Map<String, Double> figures) {}

  private final Optional<Path> file;
  private final Map<String, Net> nets;
  private Map<Net, StateDict> states = Map.of();
  private Measured measured = new Measured(-1, Map.of());

  /// @param nets by the names that they are held under
  BestWeights(Optional<Path> file, Map<String, Net> nets) {
    this.file = file;
    this.nets = nets;
  }

  /// Keeps the nets as they are now.
  void keep(int epoch, Map<String, Double> figures) {
    if (file.isPresent()) {
      write(file.get(), epoch, figures);
    } else {
      var now = new LinkedHashMap<Net, StateDict>();
      nets.values().forEach(net -> now.put(net, net.stateDict().copy()));
      states = now;
      measured = new Measured(epoch, Map.copyOf(figures));
    }
  }

  /// Puts the nets back to what was kept.
  Measured restore() {
    if (file.isPresent()) {
      return read(file.get());
    }
    states.forEach(Net::load);
    return measured;
  }

  private void write(Path to, int epoch, Map<String, Double> figures) {
    var all = new LinkedHashMap<String, Tensor>();
    nets.forEach((name, net) -> all.putAll(net.stateDict().prefixed(name + "/").asMap()));
    Safetensors.write(
        to,
        new StateDict(all),
        Map.of(EPOCH, Integer.toString(epoch), FIGURES, JSON.writeValueAsString(figures)));
  }

  private Measured read(Path from) {
    try (var _ = Scope.open();
        var open = Safetensors.open(from)) {
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
