package profundo.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;

/// A net as a table: each layer with its output's shape, its parameters and its multiply-adds.
///
/// ```java
/// IO.println(Summary.of(net, 1, 1, 28, 28));
/// ```
///
/// @param rows the layers in the order in which they computed
public record Summary(List<Row> rows) {
  /// One layer.
  ///
  /// @param path its name within the net
  /// @param kind what it is, such as `Conv2d 1→6, 5×5`
  /// @param output the shape of what it gave
  /// @param parameters the number of its own parameters; 0 where the layer computed before
  /// @param multiplyAdds the multiplications and additions, each pair one, for this input
  public record Row(String path, String kind, Shape output, long parameters, long multiplyAdds) {}

  /// Runs a net on zeros of single precision of this shape, without gradients, and notes every
  /// layer. The net is in evaluation meanwhile.
  public static <N extends Net & Layer> Summary of(N net, long... shape) {
    Given.require("net", net);
    Given.require("shape", shape);
    try (var _ = Scope.open()) {
      var x = Tensor.zeros(shape);
      return of(net, () -> net.forward(x));
    }
  }

  /// As [#of(Net,long...)] with these sizes.
  public static <N extends Net & Layer> Summary of(N net, Shape shape) {
    return of(net, Given.require("shape", shape).toArray());
  }

  /// As [#of(Net,long...)] for a net with another signature: `computation` runs it.
  public static Summary of(Net net, Supplier<?> computation) {
    Given.require("net", net);
    Given.require("computation", computation);
    var rows = new ArrayList<Row>();
    var seen = new IdentityHashMap<Net, Boolean>();
    var modes = new IdentityHashMap<Net, Net.Mode>();
    net.apply(part -> modes.put(part, part.mode()));
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      net.eval();
      Watch.during(
          computation::get,
          (layer, in, out) -> rows.add(row(layer, in, out, seen.put(layer, true) == null)));
    } finally {
      modes.forEach(Net::restore);
    }
    return new Summary(List.copyOf(rows));
  }

  private static Row row(Net layer, Tensor in, Tensor out, boolean first) {
    return new Row(
        layer.path(),
        layer.toString(),
        out.shape(),
        first ? layer.ownParameterCount() : 0,
        layer.multiplyAdds(in, out));
  }

  /// The number of parameters of the layers that computed.
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /// The multiply-adds of all layers.
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /// The table as aligned text.
  @Override
  public String toString() {
    var lines = new ArrayList<String[]>();
    lines.add(new String[] {"layer", "kind", "output", "parameters", "multiply-adds"});
    for (var row : rows) {
      lines.add(
          new String[] {
            row.path,
            row.kind,
            row.output.toString(),
            number(row.parameters),
            number(row.multiplyAdds)
          });
    }
    lines.add(new String[] {"total", "", "", number(parameters()), number(multiplyAdds())});
    return aligned(lines);
  }

  private static String aligned(List<String[]> lines) {
    var widths = new int[5];
    for (var line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    var text = new StringBuilder();
    for (var line : lines) {
      var row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        var space = " ".repeat(widths[i] - line[i].length());
        row.append(i < 3 ? line[i] + space : space + line[i]).append("  ");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
