package profundo.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Sets a net to training for a loop, but for the parts of it that are not trained.
///
/// Those are the parts that had been set to evaluation by hand, inside a net that was in training,
/// and whatever keeps statistics in a frozen part: a [BatchNorm] whose parameters are frozen goes
/// on computing with the moments that it has, and does not move them. The net's own `train()` is
/// called, and that of each net below it.
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
  private final Set<Net> resting;

  private TrainingModes(Net net, Set<Net> resting) {
    this.net = net;
    this.resting = resting;
  }

  /// Takes note of the parts that are set to evaluation now; if the net as a whole is, of none.
  public static TrainingModes of(Net net) {
    Set<Net> resting = Collections.newSetFromMap(new IdentityHashMap<>());
    if (net.training()) {
      net.apply(part -> {
        if (!part.training()) {
          resting.add(part);
        }
      });
    }
    return new TrainingModes(net, resting);
  }

  /// Sets the net to training, but for those parts.
  public void train() {
    net.train();
    resting.forEach(part -> part.restore(false));
    rest(net, false);
  }

  private static void rest(Net part, boolean inFrozen) {
    var parameters = part.parameters();
    boolean isFrozen =
        inFrozen
            || (!parameters.isEmpty()
                && parameters.stream().noneMatch(p -> p.tensor().requiresGrad()));
    if (isFrozen && part.ownsBuffers()) {
      part.restore(false);
    }
    part.children().values().forEach(child -> rest(child, isFrozen));
  }
}
