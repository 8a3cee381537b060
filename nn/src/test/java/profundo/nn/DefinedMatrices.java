package profundo.nn;

import static profundo.nn.Numbers.each;
import static profundo.nn.Numbers.sum;
import static profundo.nn.OperationsTest.index;
import static profundo.nn.OperationsTest.l;

import java.util.Map;
import profundo.nn.DefinedOperations.Defined;
import profundo.nn.OperationsTest.Operation;
import profundo.tensor.Recurrent;
import profundo.tensor.Tensor;

/// Shapes, indices, linear algebra and transforms among [DefinedOperations].
final class DefinedMatrices {
  private final Map<String, Defined> cases;

  private DefinedMatrices(Map<String, Defined> cases) {
    this.cases = cases;
  }

  static void addTo(Map<String, Defined> cases) {
    var matrices = new DefinedMatrices(cases);
    matrices.shapes();
    matrices.indices();
    matrices.products();
    matrices.decompositions();
    matrices.cells();
    matrices.transforms();
  }

  private void of(String name, Operation operation, Operation definition) {
    cases.put(name, new Defined(operation, definition));
  }

  private void shapes() {
    of(
        "tile",
        t -> t.x().tile(2),
        t -> {
          var x = Numbers.of(t.x());
          return each(l(3, 8), i -> x.at(i[0], i[1] % 4));
        });
    of(
        "diagonal",
        t -> t.a().diagonal(1, 1, 2),
        t -> {
          var a = Numbers.of(t.a());
          return each(l(2, 3), i -> a.at(i[0], i[1], i[1] + 1));
        });
  }

  private void indices() {
    of(
        "scatterReduce",
        t -> t.x().scatterReduce(0, index(), t.y().narrow(0, 0, 2), "amax", true),
        t -> {
          var x = Numbers.of(t.x());
          var y = Numbers.of(t.y());
          var index = Numbers.of(index());
          return each(
              x.shape(),
              i -> {
                double largest = x.at(i);
                for (int row = 0; row < 2; row++) {
                  if (index.at(row, i[1]) == i[0]) {
                    largest = Math.max(largest, y.at(row, i[1]));
                  }
                }
                return largest;
              });
        });
    of(
        "takeAlongDim",
        t -> t.x().takeAlongDim(index().narrow(1, 0, 1), 0),
        t -> {
          var x = Numbers.of(t.x());
          var index = Numbers.of(index());
          return each(l(2, 4), i -> x.at((long) index.at(i[0], 0), i[1]));
        });
  }

  private void products() {
    of(
        "tensordot",
        t -> t.a().tensordot(t.in("b"), l(0, 2), l(0, 1)),
        t -> {
          var a = Numbers.of(t.a());
          var b = Numbers.of(t.in("b"));
          return each(l(3, 3), i -> sum(2, j -> sum(4, k -> a.at(j, i[0], k) * b.at(j, k, i[1]))));
        });
    of(
        "tensordot.count",
        t -> t.a().tensordot(t.in("w"), 1),
        t -> {
          var a = Numbers.of(t.a());
          var w = Numbers.of(t.in("w"));
          return each(l(2, 3, 5), i -> sum(4, k -> a.at(i[0], i[1], k) * w.at(k, i[2])));
        });
  }

  private void decompositions() {
    of(
        "pinv",
        t -> t.x().pinv(),
        t -> {
          var x = t.x().detach();
          return x.t().matmul(x.matmul(x.t()).inverse());
        });
    of(
        "lstsq",
        t -> t.x().t().lstsq(t.in("w")),
        t -> {
          var x = t.x().detach();
          return x.matmul(x.t()).inverse().matmul(x).matmul(t.in("w").detach());
        });
    of(
        "eig",
        t -> {
          var eig = t.in("m").eig();
          return eig.vectors().mul(eig.values()).matmul(eig.vectors().inverse());
        },
        t -> Tensor.stack(2, t.in("m").detach(), t.in("m").detach().zerosLike()));
  }

  /// A cell is a net's first step.
  private void cells() {
    of(
        "gruCell",
        t -> {
          var w = t.weights(3);
          return t.in("seq").get(0).gruCell(t.in("h").get(0), w[0], w[1], w[2], w[3]);
        },
        t -> ((Recurrent) OperationsTest.called("gru", t)).output().get(0).detach());
    of(
        "rnnTanhCell",
        t -> {
          var w = t.weights(1);
          return t.in("seq").get(0).rnnTanhCell(t.in("h").get(0), w[0], w[1], w[2], w[3]);
        },
        t -> ((Recurrent) OperationsTest.called("rnnTanh", t)).output().get(0).detach());
    of(
        "rnnReluCell",
        t -> {
          var w = t.weights(1);
          return t.in("seq").get(0).rnnReluCell(t.in("h").get(0), w[0], w[1], w[2], w[3]);
        },
        t -> {
          var w = t.weights(1);
          var read = t.in("seq").get(0).detach().matmul(w[0].detach().t()).add(w[2].detach());
          var kept = t.in("h").get(0).detach().matmul(w[1].detach().t()).add(w[3].detach());
          return read.add(kept).clampMin(0);
        });
  }

  private void transforms() {
    of("fft2", t -> t.x().fft2(), t -> transformed(t.x(), -1, 1));
    of("ifft2", t -> t.x().ifft2(), t -> transformed(t.x(), 1, 1.0 / 12));
  }

  private static Tensor transformed(Tensor tensor, double sign, double scale) {
    var x = Numbers.of(tensor);
    return each(
        l(3, 4, 2),
        i ->
            scale
                * sum(
                    3,
                    j ->
                        sum(
                            4,
                            k -> {
                              double angle =
                                  sign
                                      * 2
                                      * Math.PI
                                      * ((double) (i[0] * j) / 3 + (double) (i[1] * k) / 4);
                              return x.at(j, k) * (i[2] == 0 ? Math.cos(angle) : Math.sin(angle));
                            })));
  }
}
