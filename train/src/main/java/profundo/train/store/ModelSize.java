package profundo.train.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.nn.Net;
import profundo.nn.Summary;

/// How large a net is.
///
/// @param net the name of its class, such as `LeNet5` or `Dcgan.Generator`
/// @param parameters how many numbers it learns
/// @param layers its layers in the order in which they compute; empty where that was not looked at
public record ModelSize(String net, long parameters, List<LayerSize> layers) {
  /// What one layer gives, holds and computes for one example.
  ///
  /// @param path its name within the net, empty for a step of the net itself
  /// @param kind what it is, such as `Conv2d 1→6, 5×5`
  /// @param output the shape of what it gave last
  /// @param calls how often it computed
  /// @param parameters the numbers that it learns itself
  /// @param multiplyAdds the multiplications with an addition each, of all calls
  public record LayerSize(
      String path, String kind, String output, int calls, long parameters, long multiplyAdds) {
    private LayerSize again(Summary.Row row) {
      return new LayerSize(
          path,
          kind,
          row.output().toString(),
          calls + 1,
          parameters + row.parameters(),
          multiplyAdds + row.multiplyAdds());
    }
  }

  /// Copies the layers; a document of an older Profundo has none.
  public ModelSize(String net, long parameters, @Nullable List<LayerSize> layers) {
    this.net = net;
    this.parameters = parameters;
    this.layers = layers == null ? List.of() : List.copyOf(layers);
  }

  /// The size of a net.
  public static ModelSize of(Net net) {
    Given.require("net", net);
    return new ModelSize(name(net.getClass()), net.parameterCount(), List.of());
  }

  /// The size of a net with its layers.
  ///
  /// @param example computes one example with the net
  public static ModelSize of(Net net, Supplier<?> example) {
    Given.require("net", net);
    Given.require("example", example);
    var layers = new LinkedHashMap<String, LayerSize>();
    for (var row : Summary.of(net, example).rows()) {
      layers.merge(
          row.path() + " " + row.kind(),
          new LayerSize(
              row.path(),
              row.kind(),
              row.output().toString(),
              1,
              row.parameters(),
              row.multiplyAdds()),
          (before, _) -> before.again(row));
    }
    return new ModelSize(
        name(net.getClass()), net.parameterCount(), new ArrayList<>(layers.values()));
  }

  /// The multiply-adds of all layers for one example.
  public long multiplyAdds() {
    return layers.stream().mapToLong(LayerSize::multiplyAdds).sum();
  }

  private static String name(Class<?> type) {
    var outer = type.getEnclosingClass();
    return (outer == null ? "" : name(outer) + ".") + type.getSimpleName();
  }
}
