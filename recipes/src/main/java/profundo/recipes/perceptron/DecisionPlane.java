package profundo.recipes.perceptron;

import java.util.ArrayList;
import java.util.List;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.exhibit.PointGroup;
import profundo.nn.Layer;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Run;

/// The plane of two inputs with the rows of a truth table, and where a net says 1.
final class DecisionPlane {
  private static final float LOW = -0.5f;
  private static final float HIGH = 1.5f;
  private static final int PLACES = 41;

  private DecisionPlane() {}

  /// Of a threshold unit: the line w · x + b = 0, if there is one.
  ///
  /// @param x the table's rows, `[4, 2]`
  /// @param y what is right, `[4, 1]`
  static void line(Run run, String name, StateDict unit, Tensor x, Tensor y) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var w = unit.get("unit.weight").toFloatArray();
      float b = unit.get("unit.bias").toFloatArray()[0];
      var groups = new ArrayList<>(rows(x, y));
      float[] ends = {LOW, HIGH};
      if (Math.abs(w[1]) >= Math.abs(w[0]) && w[1] != 0) {
        groups.add(new PointGroup("line", ends, along(ends, w[0], w[1], b), true));
      } else if (w[0] != 0) {
        groups.add(new PointGroup("line", along(ends, w[1], w[0], b), ends, true));
      }
      Exhibits.points(run, name, groups);
    }
  }

  /// The other coordinate of the line at some places.
  private static float[] along(float[] places, float own, float other, float b) {
    var found = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      found[i] = -(own * places[i] + b) / other;
    }
    return found;
  }

  /// Of a net with a logit: the places of a grid that it calls 1.
  static void region(Run run, String name, Layer net, Tensor x, Tensor y) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var axis = Tensors.linspace(LOW, HIGH, PLACES);
      var axes = Tensors.meshgrid(axis, axis);
      var places = Tensor.stack(1, axes[0].flatten(0), axes[1].flatten(0)); // [1681, 2]
      var said = net.forward(places).squeeze(1).gt(0);
      var groups = new ArrayList<>(rows(x, y));
      groups.add(group("region", places, said));
      Exhibits.points(run, name, groups);
    }
  }

  private static List<PointGroup> rows(Tensor x, Tensor y) {
    var truth = y.squeeze(1);
    return List.of(group("is 0", x, truth.le(0)), group("is 1", x, truth.gt(0)));
  }

  private static PointGroup group(String name, Tensor places, Tensor which) {
    var own = places.indexSelect(0, which.nonzero().flatten(0));
    return new PointGroup(
        name, own.select(1, 0).toFloatArray(), own.select(1, 1).toFloatArray(), false);
  }
}
