package profundo.train.store;

import profundo.base.Given;
import profundo.nn.Net;

/// How large a net is.
///
/// @param net the name of its class, such as `LeNet5` or `Dcgan.Generator`
/// @param parameters how many numbers it learns
public record ModelSize(String net, long parameters) {
  /// The size of a net.
  public static ModelSize of(Net net) {
    Given.require("net", net);
    return new ModelSize(name(net.getClass()), net.parameterCount());
  }

  private static String name(Class<?> type) {
    var outer = type.getEnclosingClass();
    return (outer == null ? "" : name(outer) + ".") + type.getSimpleName();
  }
}
