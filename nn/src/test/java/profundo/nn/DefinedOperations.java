package profundo.nn;

import static profundo.nn.Numbers.each;
import static profundo.nn.Numbers.map;
import static profundo.nn.OperationsTest.ints;
import static profundo.nn.OperationsTest.l;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import profundo.nn.OperationsTest.Operation;
import profundo.tensor.DType;
import profundo.tensor.Tensor;

/// Cases of [OperationsTest] whose results are held beside their definitions, computed in plain
/// Java.
final class DefinedOperations {
  record Defined(Operation operation, Operation definition) {}

  static final Map<String, Defined> CASES = new LinkedHashMap<>();

  private DefinedOperations() {}

  private static void of(String name, Operation operation, Operation definition) {
    CASES.put(name, new Defined(operation, definition));
  }

  static {
    pointwise();
    bits();
    comparisons();
    reductions();
    order();
    DefinedLosses.addTo(CASES);
    DefinedPictures.addTo(CASES);
    DefinedMatrices.addTo(CASES);
  }

  private static void pointwise() {
    of(
        "xlogy",
        t -> t.x().xlogy(t.p()),
        t -> map(t.x(), t.p(), (a, b) -> a == 0 ? 0 : a * Math.log(b)));
    of("nanToNum", t -> holes(t).detach().nanToNum(), t -> filled(t, 0, Double.MAX_VALUE));
    of("nanToNum.numbers", t -> holes(t).nanToNum(0.5, 7, -7), t -> filled(t, 0.5, 7));
    of("gelu.tanh", t -> t.x().gelu("tanh"), t -> map(t.x(), DefinedOperations::geluByTanh));
  }

  private static double geluByTanh(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /// Not-a-number above 1, infinity of their sign below −0.5.
  private static Tensor holes(OperationsTest t) {
    return t.x()
        .maskedFill(t.x().detach().gt(1), Double.NaN)
        .maskedFill(t.x().detach().lt(-0.5), Double.NEGATIVE_INFINITY)
        .maskedFill(t.x().detach().abs().lt(0.3), Double.POSITIVE_INFINITY);
  }

  private static Tensor filled(OperationsTest t, double nan, double infinite) {
    return map(t.x(), x -> x > 1 ? nan : x < -0.5 ? -infinite : Math.abs(x) < 0.3 ? infinite : x);
  }

  private static final long[] BITS = {0b1100, -7, Long.MAX_VALUE};
  private static final long[] OTHERS = {0b1010, 3, 62};

  private static Tensor bits(LongUnaryOperator function) {
    return Tensor.of(LongStream.of(BITS).map(function).toArray());
  }

  private static Tensor bits(LongBinaryOperator function) {
    return Tensor.of(
        IntStream.range(0, BITS.length)
            .mapToLong(i -> function.applyAsLong(BITS[i], OTHERS[i]))
            .toArray());
  }

  private static void bits() {
    of(
        "bitwiseAnd",
        _ -> Tensor.of(BITS).bitwiseAnd(Tensor.of(OTHERS)),
        _ -> bits((a, b) -> a & b));
    of("bitwiseAnd.long", _ -> Tensor.of(BITS).bitwiseAnd(6), _ -> bits(a -> a & 6));
    of("bitwiseOr", _ -> Tensor.of(BITS).bitwiseOr(Tensor.of(OTHERS)), _ -> bits((a, b) -> a | b));
    of("bitwiseOr.long", _ -> Tensor.of(BITS).bitwiseOr(6), _ -> bits(a -> a | 6));
    of(
        "bitwiseXor",
        _ -> Tensor.of(BITS).bitwiseXor(Tensor.of(OTHERS)),
        _ -> bits((a, b) -> a ^ b));
    of("bitwiseXor.long", _ -> Tensor.of(BITS).bitwiseXor(6), _ -> bits(a -> a ^ 6));
    of("bitwiseNot", _ -> Tensor.of(BITS).bitwiseNot(), _ -> bits(a -> ~a));
    of(
        "bitwiseLeftShift",
        _ -> Tensor.of(BITS).bitwiseLeftShift(Tensor.of(OTHERS)),
        _ -> bits((a, b) -> a << b));
    of("bitwiseLeftShift.long", _ -> Tensor.of(BITS).bitwiseLeftShift(2), _ -> bits(a -> a << 2));
    of(
        "bitwiseRightShift",
        _ -> Tensor.of(BITS).bitwiseRightShift(Tensor.of(OTHERS)),
        _ -> bits((a, b) -> a >> b));
    of("bitwiseRightShift.long", _ -> Tensor.of(BITS).bitwiseRightShift(1), _ -> bits(a -> a >> 1));
  }

  private static void comparisons() {
    of(
        "isClose",
        t -> t.p().isClose(t.p().mul(1 + 0.9e-5).add(1e-9)),
        t -> map(t.p(), _ -> 1).to(DType.BOOL));
    of(
        "isClose.tolerances",
        t -> t.x().isClose(t.y(), 0.1, 0.8),
        t ->
            map(t.x(), t.y(), (a, b) -> Math.abs(a - b) <= 0.8 + 0.1 * Math.abs(b) ? 1 : 0)
                .to(DType.BOOL));
    of(
        "isClose.long",
        _ -> ints().isClose(ints().add(2), 0.25, 0),
        _ -> Tensor.of(new boolean[] {true, false, false}));
  }

  private static Tensor whole(Tensor x, Function<double[], Double> function) {
    return each(l(), _ -> function.apply(x.detach().toDoubleArray()));
  }

  /// A function of each row of `[rows, n]`.
  private static Tensor rows(Tensor x, Function<double[], Double> function) {
    var values = x.detach().toDoubleArray();
    int width = (int) x.size(-1);
    return each(
        l(x.size(0)),
        i ->
            function.apply(
                Arrays.copyOfRange(values, (int) i[0] * width, ((int) i[0] + 1) * width)));
  }

  private static double max(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double min(double... values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double place(double value, double... values) {
    return IntStream.range(0, values.length)
        .filter(i -> values[i] == value)
        .findFirst()
        .orElseThrow();
  }

  private static double median(double... values) {
    return Arrays.stream(values).sorted().toArray()[(values.length - 1) / 2];
  }

  private static double variance(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  private static double logsumexp(double... values) {
    return Math.log(Arrays.stream(values).map(Math::exp).sum());
  }

  private static double quantile(double q, double... values) {
    var sorted = Arrays.stream(values).sorted().toArray();
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static Tensor[] found(Tensor x, Function<double[], Double> function) {
    return new Tensor[] {
      rows(x, function), rows(x, row -> place(function.apply(row), row)).to(DType.INT64)
    };
  }

  private static void reductions() {
    of("max.all", t -> t.x().max(), t -> whole(t.x(), DefinedOperations::max));
    of("min.all", t -> t.x().min(), t -> whole(t.x(), DefinedOperations::min));
    of("median.all", t -> t.x().median(), t -> whole(t.x(), DefinedOperations::median));
    of("max.dim", t -> t.x().max(1), t -> found(t.x(), DefinedOperations::max));
    of("min.dim", t -> t.x().min(1), t -> found(t.x(), DefinedOperations::min));
    of("median.dim", t -> t.x().median(1), t -> found(t.x(), DefinedOperations::median));
    of("var.sample", t -> t.x().var(), t -> whole(t.x(), DefinedOperations::variance));
    of("std.sample", t -> t.x().std(), t -> whole(t.x(), row -> Math.sqrt(variance(row))));
    of("var.sampleDims", t -> t.x().var(1), t -> rows(t.x(), DefinedOperations::variance));
    of("std.sampleDims", t -> t.x().std(1), t -> rows(t.x(), row -> Math.sqrt(variance(row))));
    of(
        "argmax.all",
        t -> t.x().argmax(),
        t -> whole(t.x(), row -> place(max(row), row)).to(DType.INT64));
    of(
        "argmin.all",
        t -> t.x().argmin(),
        t -> whole(t.x(), row -> place(min(row), row)).to(DType.INT64));
    of(
        "argmax.keepdim",
        t -> t.x().argmax(1, true),
        t -> found(t.x(), DefinedOperations::max)[1].unsqueeze(1));
    of(
        "argmin.keepdim",
        t -> t.x().argmin(1, true),
        t -> found(t.x(), DefinedOperations::min)[1].unsqueeze(1));
    of("quantile", t -> t.x().quantile(0.3), t -> whole(t.x(), row -> quantile(0.3, row)));
    of(
        "quantile.dim",
        t -> t.x().quantile(Tensor.of(new double[] {0.2, 0.5}), 1, false),
        t ->
            Tensor.stack(
                0, rows(t.x(), row -> quantile(0.2, row)), rows(t.x(), row -> quantile(0.5, row))));
    of(
        "prod.dimGone",
        t -> t.x().prod(1),
        t -> rows(t.x(), row -> Arrays.stream(row).reduce(1, (a, b) -> a * b)));
    of("logsumexp.dims", t -> t.x().logsumexp(1), t -> rows(t.x(), DefinedOperations::logsumexp));
    of("diff", t -> t.x().diff(1), t -> differences(t.x()));
    of("diff.order", t -> t.x().diff(2, 1), t -> differences(differences(t.x())));
    of("cov", t -> t.x().cov(), t -> covariances(t.x()));
  }

  private static Tensor differences(Tensor x) {
    var a = Numbers.of(x);
    return each(l(x.size(0), x.size(1) - 1), i -> a.at(i[0], i[1] + 1) - a.at(i));
  }

  private static Tensor covariances(Tensor x) {
    var a = Numbers.of(x);
    long n = x.size(1);
    var means = Numbers.of(rows(x, row -> Arrays.stream(row).sum() / n));
    return each(
        l(x.size(0), x.size(0)),
        i ->
            Numbers.sum(n, k -> (a.at(i[0], k) - means.at(i[0])) * (a.at(i[1], k) - means.at(i[1])))
                / (n - 1));
  }

  /// For each number of each row, how many of the row are below it: its place in order.
  private static Tensor places(Tensor x) {
    var a = Numbers.of(x);
    return each(a.shape(), i -> Numbers.sum(x.size(1), j -> a.at(i[0], j) < a.at(i) ? 1 : 0));
  }

  /// Which number of each row has which place.
  private static Tensor order(Tensor x) {
    var places = Numbers.of(places(x));
    return each(
            places.shape(), i -> Numbers.sum(x.size(1), j -> places.at(i[0], j) == i[1] ? j : 0))
        .to(DType.INT64);
  }

  private static void order() {
    of("argsort", t -> t.x().argsort(1), t -> order(t.x()));
    of("argsort.descending", t -> t.x().argsort(1, true), t -> order(t.x()).flip(1));
    of(
        "sort.ascending",
        t -> t.x().sort(1),
        t -> new Tensor[] {t.x().gather(1, order(t.x())), order(t.x())});
    of(
        "unique",
        t -> {
          var unique = repeated(t).unique();
          return new Tensor[] {unique.values(), unique.inverse(), unique.counts()};
        },
        t -> {
          var values = repeated(t).toDoubleArray();
          var different = Arrays.stream(values).distinct().sorted().toArray();
          return new Tensor[] {
            Tensor.of(different),
            map(repeated(t), v -> place(v, different)).to(DType.INT64),
            Tensor.of(
                Arrays.stream(different)
                    .mapToLong(d -> Arrays.stream(values).filter(v -> v == d).count())
                    .toArray())
          };
        });
    of(
        "searchsorted",
        t -> t.x().sort(1).values().searchsorted(t.x()),
        t -> places(t.x()).to(DType.INT64));
    of(
        "searchsorted.right",
        t -> t.x().sort(1).values().searchsorted(t.x(), true),
        t -> places(t.x()).to(DType.INT64).add(1));
  }

  private static Tensor repeated(OperationsTest t) {
    return t.x().detach().mul(1.5).round();
  }
}
