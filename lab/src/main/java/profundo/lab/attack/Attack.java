package profundo.lab.attack;

import profundo.nn.Layer;
import profundo.tensor.Tensor;

/// A way of moving pictures so that a classifier no longer says what they show.
///
/// ```java
/// Attack attack = Pgd.linf(0.3, 40, 0.01);
/// var moved = attack.perturb(net, pictures, labels);
/// ```
@FunctionalInterface
public interface Attack {
  /// The moved pictures, each pixel 0 to 1. Gradients of parameters are left as they are.
  ///
  /// @param scores gives a score for each class, `[N, classes]`, of pictures between 0 and 1, and
  ///   lets gradients pass; a net in evaluation mode, say
  /// @param pictures `[N, C, H, W]`, 0 to 1
  /// @param labels what they show, `[N]`
  Tensor perturb(Layer scores, Tensor pictures, Tensor labels);
}
