package profundo.nn;

import static profundo.nn.Numbers.each;
import static profundo.nn.Numbers.map;
import static profundo.nn.OperationsTest.l;
import static profundo.nn.OperationsTest.labels;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import profundo.nn.DefinedOperations.Defined;
import profundo.nn.OperationsTest.Operation;
import profundo.tensor.Reduction;
import profundo.tensor.Tensor;

/// The losses among [DefinedOperations].
final class DefinedLosses {
  private final Map<String, Defined> cases;

  private DefinedLosses(Map<String, Defined> cases) {
    this.cases = cases;
  }

  static void addTo(Map<String, Defined> cases) {
    var losses = new DefinedLosses(cases);
    losses.defaults();
    losses.weighted();
    losses.elementwise();
    losses.likelihoods();
    losses.classes();
    losses.margins();
  }

  private void of(String name, Operation operation, Operation definition) {
    cases.put(name, new Defined(operation, definition));
  }

  private static Tensor logits(OperationsTest t) {
    return t.in("logits");
  }

  private static Tensor target(OperationsTest t) {
    return t.in("target");
  }

  /// One loss for each logit and its target.
  private static Tensor losses(OperationsTest t, DoubleBinaryOperator loss) {
    return map(logits(t), target(t), loss);
  }

  private static double smooth(double x, double y, double beta) {
    double d = Math.abs(x - y);
    return d < beta ? d * d / 2 / beta : d - beta / 2;
  }

  private static double cross(double p, double y) {
    return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private void defaults() {
    of(
        "mseLoss.mean",
        t -> logits(t).mseLoss(target(t)),
        t -> losses(t, (x, y) -> (x - y) * (x - y)).mean());
    of(
        "l1Loss.mean",
        t -> logits(t).l1Loss(target(t)),
        t -> losses(t, (x, y) -> Math.abs(x - y)).mean());
    of(
        "huberLoss.mean",
        t -> logits(t).huberLoss(target(t)),
        t -> losses(t, (x, y) -> smooth(x, y, 1)).mean());
    of(
        "klDiv.mean",
        t -> logits(t).klDiv(target(t)),
        t -> losses(t, (x, y) -> y * (Math.log(y) - x)).mean());
    of(
        "ctcLoss.mean",
        t ->
            t.in("steps")
                .logSoftmax(2)
                .ctcLoss(Tensor.of(l(1, 2, 2, 3, 1, 0), 2, 3), l(5, 4), l(3, 2)),
        t -> {
          var losses = ((Tensor) OperationsTest.called("ctcLoss", t)).detach().toDoubleArray();
          return each(l(), _ -> (losses[0] / 3 + losses[1] / 2) / 2);
        });
  }

  /// The weighted mean of losses, by weights for the classes.
  private static Tensor weighted(OperationsTest t, DoubleBinaryOperator loss) {
    var losses = losses(t, loss);
    var weight = t.in("class_weight").detach();
    return losses.mul(weight).sum().div(weight.expand(losses.shape()).sum());
  }

  private void weighted() {
    of(
        "mseLoss.weight",
        t -> logits(t).mseLoss(target(t), t.in("class_weight").detach(), Reduction.MEAN),
        t -> weighted(t, (x, y) -> (x - y) * (x - y)));
    of(
        "l1Loss.weight",
        t -> logits(t).l1Loss(target(t), t.in("class_weight").detach(), Reduction.MEAN),
        t -> weighted(t, (x, y) -> Math.abs(x - y)));
    of(
        "huberLoss.weight",
        t -> logits(t).huberLoss(target(t), t.in("class_weight").detach(), 0.7, Reduction.MEAN),
        t -> weighted(t, (x, y) -> 0.7 * smooth(x, y, 0.7)));
    of(
        "mseLoss.weight.none",
        t -> logits(t).mseLoss(target(t), t.in("class_weight").detach(), Reduction.NONE),
        t -> losses(t, (x, y) -> (x - y) * (x - y)).mul(t.in("class_weight").detach()));
  }

  private void elementwise() {
    of(
        "smoothL1Loss",
        t -> logits(t).smoothL1Loss(target(t), 0.7, Reduction.NONE),
        t -> losses(t, (x, y) -> smooth(x, y, 0.7)));
    of(
        "smoothL1Loss.mean",
        t -> logits(t).smoothL1Loss(target(t)),
        t -> losses(t, (x, y) -> smooth(x, y, 1)).mean());
    of(
        "binaryCrossEntropy.weight",
        t ->
            logits(t)
                .sigmoid()
                .binaryCrossEntropy(target(t), t.in("class_weight").detach(), Reduction.SUM),
        t -> losses(t, (x, y) -> cross(sigmoid(x), y)).mul(t.in("class_weight").detach()).sum());
    of(
        "binaryCrossEntropy.mean",
        t -> logits(t).sigmoid().binaryCrossEntropy(target(t)),
        t -> losses(t, (x, y) -> cross(sigmoid(x), y)).mean());
    of(
        "binaryCrossEntropyWithLogits.weights",
        t ->
            logits(t)
                .binaryCrossEntropyWithLogits(
                    target(t), t.in("class_weight").detach(), posWeight(), Reduction.NONE),
        t -> {
          var weight = Numbers.of(posWeight());
          var x = Numbers.of(logits(t));
          var y = Numbers.of(target(t));
          return each(
                  x.shape(),
                  i ->
                      -weight.at(i[1]) * y.at(i) * Math.log(sigmoid(x.at(i)))
                          - (1 - y.at(i)) * Math.log(1 - sigmoid(x.at(i))))
              .mul(t.in("class_weight").detach());
        });
    of(
        "binaryCrossEntropyWithLogits.mean",
        t -> logits(t).binaryCrossEntropyWithLogits(target(t)),
        t -> losses(t, (x, y) -> cross(sigmoid(x), y)).mean());
  }

  private static Tensor posWeight() {
    return Tensor.of(new double[] {2, 0.5, 3});
  }

  private void likelihoods() {
    of(
        "poissonNllLoss",
        t ->
            logits(t)
                .exp()
                .poissonNllLoss(target(t).mul(3).detach(), false, true, 1e-3, Reduction.NONE),
        t -> losses(t, (x, y) -> poisson(Math.exp(x), 3 * y)));
    of(
        "poissonNllLoss.mean",
        t -> logits(t).poissonNllLoss(target(t)),
        t -> losses(t, (x, y) -> Math.exp(x) - y * x).mean());
    of(
        "gaussianNllLoss",
        t ->
            logits(t)
                .gaussianNllLoss(
                    target(t), t.in("class_weight").expand(4, 3), true, 1e-3, Reduction.NONE),
        t -> {
          var v = Numbers.of(t.in("class_weight"));
          var x = Numbers.of(logits(t));
          var y = Numbers.of(target(t));
          return each(
              x.shape(), i -> gaussian(y.at(i) - x.at(i), v.at(i[1]), Math.log(2 * Math.PI)));
        });
    of(
        "gaussianNllLoss.mean",
        t ->
            logits(t)
                .gaussianNllLoss(target(t), t.p().narrow(1, 0, 1).repeat(2, 1).narrow(0, 0, 4)),
        t -> {
          var v = Numbers.of(t.p());
          var x = Numbers.of(logits(t));
          var y = Numbers.of(target(t));
          return each(x.shape(), i -> gaussian(y.at(i) - x.at(i), v.at(i[0] % 3, 0), 0)).mean();
        });
  }

  /// With the logarithm of the target's factorial by Stirling's formula.
  private static double poisson(double rate, double target) {
    double stirling = target * Math.log(target) - target + Math.log(2 * Math.PI * target) / 2;
    return rate - target * Math.log(rate + 1e-3) + (target > 1 ? stirling : 0);
  }

  private static double gaussian(double distance, double variance, double constant) {
    return (Math.log(variance) + distance * distance / variance + constant) / 2;
  }

  private void classes() {
    of(
        "nllLoss.mean",
        t -> logits(t).nllLoss(labels()),
        t -> {
          var x = Numbers.of(logits(t));
          return each(l(), _ -> -(x.at(0, 0) + x.at(1, 2) + x.at(2, 1) + x.at(3, 2)) / 4);
        });
    of(
        "nllLoss.weight",
        t -> logits(t).nllLoss(labels(), t.in("class_weight").detach(), 1, Reduction.MEAN),
        t -> {
          var x = Numbers.of(logits(t));
          var w = Numbers.of(t.in("class_weight"));
          double sum = w.at(0) * x.at(0, 0) + w.at(2) * (x.at(1, 2) + x.at(3, 2));
          return each(l(), _ -> -sum / (w.at(0) + 2 * w.at(2)));
        });
  }

  private static double distance(Numbers a, Numbers b, long row, double p) {
    double sum =
        Numbers.sum(a.shape()[1], j -> Math.pow(Math.abs(a.at(row, j) - b.at(row, j) + 1e-6), p));
    return Math.pow(sum, 1 / p);
  }

  private static Tensor triplet(OperationsTest t, double margin, double p, boolean swap) {
    var x = Numbers.of(t.x());
    var positive = Numbers.of(t.y());
    var negative = Numbers.of(t.u());
    return each(
        l(t.x().size(0)),
        i -> {
          double far = distance(x, negative, i[0], p);
          double other = distance(positive, negative, i[0], p);
          double away = swap ? Math.min(far, other) : far;
          return Math.max(0, distance(x, positive, i[0], p) - away + margin);
        });
  }

  /// Three targets, one for each row.
  private static Tensor signs() {
    return Tensor.of(new double[] {1, -1, -1});
  }

  private static Tensor cosines(OperationsTest t, double margin) {
    var a = Numbers.of(t.x());
    var b = Numbers.of(t.y());
    var sign = Numbers.of(signs());
    long d = t.x().size(1);
    return each(
        l(3),
        i -> {
          double product = Numbers.sum(d, j -> a.at(i[0], j) * b.at(i[0], j));
          double norms =
              Numbers.sum(d, j -> a.at(i[0], j) * a.at(i[0], j))
                  * Numbers.sum(d, j -> b.at(i[0], j) * b.at(i[0], j));
          double cosine = product / Math.sqrt(norms);
          return sign.at(i) > 0 ? 1 - cosine : Math.max(0, cosine - margin);
        });
  }

  private void margins() {
    of(
        "tripletMarginLoss",
        t -> t.x().tripletMarginLoss(t.y(), t.u(), 0.7, 3, true, Reduction.NONE),
        t -> triplet(t, 0.7, 3, true));
    of(
        "tripletMarginLoss.mean",
        t -> t.x().tripletMarginLoss(t.y(), t.u()),
        t -> triplet(t, 1, 2, false).mean());
    of(
        "marginRankingLoss",
        t -> t.x().marginRankingLoss(t.y(), t.u().detach().sign(), 0.4, Reduction.NONE),
        t ->
            map(
                t.x().detach().sub(t.y().detach()),
                t.u().detach().sign(),
                (d, y) -> Math.max(0, 0.4 - y * d)));
    of(
        "marginRankingLoss.mean",
        t -> t.x().marginRankingLoss(t.y(), t.u().detach().sign()),
        t ->
            map(
                    t.x().detach().sub(t.y().detach()),
                    t.u().detach().sign(),
                    (d, y) -> Math.max(0, -y * d))
                .mean());
    of(
        "cosineEmbeddingLoss",
        t -> t.x().cosineEmbeddingLoss(t.y(), signs(), 0.1, Reduction.NONE),
        t -> cosines(t, 0.1));
    of(
        "cosineEmbeddingLoss.mean",
        t -> t.x().cosineEmbeddingLoss(t.y(), signs()),
        t -> cosines(t, 0).mean());
  }
}
