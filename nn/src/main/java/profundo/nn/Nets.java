package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.DType;
import profundo.tensor.Device;

/// What a net does to itself, given back under the net's own type, so that one line makes it and
/// sets it up:
///
/// ```java
/// var net = Nets.to(new Linear(784, 10), Device.best());
/// Tensor scores = Nets.eval(net).forward(x);
/// ```
///
/// [Net#to(Device)], [Net#eval()] and the others return [Net], since Java has no name for the type
/// of the receiver: a type parameter of `Net` in its place would stand in every signature that
/// takes a net. A class of one's own can also override them with its own type.
public final class Nets {
  private Nets() {}

  /// See [Net#to(Device)].
  public static <N extends Net> N to(N net, Device device) {
    Given.require("net", net).to(device);
    return net;
  }

  /// See [Net#to(DType)].
  public static <N extends Net> N to(N net, DType dtype) {
    Given.require("net", net).to(dtype);
    return net;
  }

  /// See [Net#train()].
  public static <N extends Net> N train(N net) {
    Given.require("net", net).train();
    return net;
  }

  /// See [Net#eval()].
  public static <N extends Net> N eval(N net) {
    Given.require("net", net).eval();
    return net;
  }

  /// See [Net#freeze()].
  public static <N extends Net> N freeze(N net) {
    Given.require("net", net).freeze();
    return net;
  }

  /// See [Net#unfreeze()].
  public static <N extends Net> N unfreeze(N net) {
    Given.require("net", net).unfreeze();
    return net;
  }

  /// See [Net#apply(Consumer)].
  public static <N extends Net> N apply(N net, Consumer<Net> action) {
    Given.require("action", action);
    Given.require("net", net).apply(action);
    return net;
  }
}
