package profundo.nn;

import java.util.IdentityHashMap;
import java.util.Map;

/// Sets a net to training for a loop, but for the parts of it that are not trained.
///
/// Those are the parts on which [Net#eval()] had been called, not those that evaluate because a net
/// that holds them does; and whatever keeps statistics in a frozen part: a [BatchNorm] whose
/// parameters are frozen goes on computing with the moments that it has, and does not move them.
/// The net's own `train()` is called, and that of each net below it.
///
/// ```java
/// net.backbone.eval();                 // or net.backbone.freeze()
/// var modes = TrainingModes.of(net);
/// for (int epoch = 0; epoch < epochs; epoch++) {
///   modes.train();
///   …
///   net.eval();
///   …
/// }
/// ```
public final class TrainingModes {
  private final Net net;
  private final Map<Net, Net.Mode> resting = new IdentityHashMap<>();

  private TrainingModes(Net net) {
    this.net = net;
  }

  /// Takes note of the parts that are set to evaluation now, by `eval()` on themselves.
  public static TrainingModes of(Net net) {
    Given.require("net", net);
    var modes = new TrainingModes(net);
    for (var part : Tree.of(net)) {
      if (part != net && part.mode().byHand()) {
        Tree.of(part).forEach(below -> modes.resting.put(below, below.mode()));
      }
    }
    return modes;
  }

  /// Sets the net to training, but for those parts.
  public void train() {
    net.train();
    resting.forEach(Net::restore);
    rest(net, false);
  }

  private static void rest(Net part, boolean inFrozen) {
    var parameters = part.parameters();
    boolean isFrozen =
        inFrozen
            || (!parameters.isEmpty()
                && parameters.stream().noneMatch(p -> p.tensor().requiresGrad()));
    if (isFrozen && part.ownsBuffers()) {
      part.restore(new Net.Mode(false, part.mode().byHand()));
    }
    part.children().values().forEach(child -> rest(child, isFrozen));
  }
}
