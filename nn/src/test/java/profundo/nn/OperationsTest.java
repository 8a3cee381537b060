package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.Recurrent;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.tensor.ValuesIndices;

/// Every operation of a tensor beside PyTorch's result (`operations.py`) or beside its definition
/// ([DefinedOperations]), and its gradient beside finite differences, in double precision. A case
/// is named by its method; an operation without as many cases as it has forms fails the last test.
class OperationsTest {
  private static final StateDict VECTORS =
      StateDict.read(Reference.path("operations.safetensors")).copy();

  /// Tested by what they are for: they do not compute, or their results are draws.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "shape size dim numel isContiguous isDense isPart dtype device to cpu copy channelsLast",
          "item itemLong",
          "segment toFloatArray toDoubleArray toLongArray toIntArray toByteArray equal allClose",
          "requireAlike",
          "requiresGrad backward hasGrad grad zeroGrad detach isLeaf retainGrad setData registerHook",
          "bernoulli multinomial randnLike randLike zerosLike onesLike normal_ uniform_ bernoulli_");

  final Map<String, Tensor> inputs = new LinkedHashMap<>();

  /// How the numbers of an input lie in memory.
  UnaryOperator<Tensor> layout = Tensor::copy;

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  interface Operation extends Function<OperationsTest, Object> {}

  private static final Map<String, Operation> CASES = new LinkedHashMap<>();

  private static void of(String name, Operation operation) {
    CASES.put(name, operation);
  }

  Tensor in(String name) {
    return inputs.computeIfAbsent(name, n -> layout.apply(VECTORS.get("in." + n)));
  }

  Tensor x() {
    return in("x");
  }

  Tensor y() {
    return in("y");
  }

  Tensor u() {
    return in("u");
  }

  Tensor p() {
    return in("p");
  }

  Tensor a() {
    return in("a");
  }

  Tensor picture() {
    return in("picture");
  }

  Tensor own() {
    return x().mul(1.0);
  }

  Tensor mask() {
    return x().detach().gt(0);
  }

  private Tensor other() {
    return y().detach().gt(0);
  }

  private Tensor positiveDefinite() {
    return in("m").matmul(in("m").t()).add(Tensors.eye(3).to(DType.FLOAT64));
  }

  /// Beyond 2⁵³, where double precision no longer tells one integer from the next.
  private static final long HUGE = (1L << 53) + 2;

  private static Tensor huge() {
    return Tensor.of(new long[] {HUGE, HUGE - 1, -HUGE});
  }

  static long[] l(long... values) {
    return values;
  }

  static Tensor ints() {
    return Tensor.of(new long[] {7, -7, 3});
  }

  static Tensor rows() {
    return Tensor.of(new long[] {2, 0, 2});
  }

  static Tensor index() {
    return Tensor.of(new long[] {0, 2, 1, 1, 2, 2, 0, 1}, 2, 4);
  }

  static Tensor labels() {
    return Tensor.of(new long[] {0, 2, 1, 2});
  }

  private static Tensor window() {
    return Tensors.hannWindow(8).to(DType.FLOAT64);
  }

  Tensor[] weights(int gates) {
    return Stream.of("wih", "whh", "bih", "bhh").map(n -> in(n + gates)).toArray(Tensor[]::new);
  }

  private Tensor[] bothWays(int gates) {
    return Stream.concat(Stream.of(weights(gates)), Stream.of(weights(gates)).map(w -> w.mul(0.5)))
        .toArray(Tensor[]::new);
  }

  static {
    pointwise();
    comparisons();
    reductions();
    shaping();
    indexing();
    inPlace();
    linalg();
    spectral();
    activations();
    convolutions();
    sequences();
    losses();
  }

  private static void pointwise() {
    of("add", t -> t.x().add(t.y()));
    of("add.number", t -> t.x().add(1.5));
    of("add.long", _ -> ints().add(2));
    of("add.scaled", t -> t.x().add(t.y(), 0.3));
    of("add.scaledLong", _ -> ints().add(huge(), 2));
    of("sub", t -> t.x().sub(t.y()));
    of("sub.number", t -> t.x().sub(1.5));
    of("sub.long", _ -> ints().sub(2));
    of("mul", t -> t.x().mul(t.y()));
    of("mul.number", t -> t.x().mul(1.5));
    of("mul.long", _ -> ints().mul(2));
    of("div", t -> t.x().div(t.p()));
    of("div.number", t -> t.x().div(1.5));
    of("rsub", t -> t.x().rsub(1.5));
    of("rsub.long", _ -> huge().rsub(HUGE));
    of("pow", t -> t.p().pow(t.x()));
    of("pow.number", t -> t.p().pow(1.7));
    of("pow.long", _ -> ints().pow(19));
    of("remainder", t -> t.x().remainder(t.p()));
    of("remainder.long", _ -> ints().remainder(4));
    of("maximum", t -> t.x().maximum(t.y()));
    of("minimum", t -> t.x().minimum(t.y()));
    of("atan2", t -> t.x().atan2(t.y()));
    of("neg", t -> t.x().neg());
    of("abs", t -> t.x().abs());
    of("sign", t -> t.x().sign());
    of("exp", t -> t.x().exp());
    of("expm1", t -> t.x().expm1());
    of("log", t -> t.p().log());
    of("log1p", t -> t.p().log1p());
    of("log2", t -> t.p().log2());
    of("log10", t -> t.p().log10());
    of("sqrt", t -> t.p().sqrt());
    of("rsqrt", t -> t.p().rsqrt());
    of("square", t -> t.x().square());
    of("reciprocal", t -> t.p().reciprocal());
    of("sin", t -> t.x().sin());
    of("cos", t -> t.x().cos());
    of("tan", t -> t.u().tan());
    of("asin", t -> t.u().asin());
    of("acos", t -> t.u().acos());
    of("atan", t -> t.x().atan());
    of("sinh", t -> t.x().sinh());
    of("cosh", t -> t.x().cosh());
    of("erf", t -> t.x().erf());
    of("erfinv", t -> t.u().erfinv());
    of("lgamma", t -> t.p().lgamma());
    of("digamma", t -> t.p().digamma());
    of("floor", t -> t.x().floor());
    of("ceil", t -> t.x().ceil());
    of("round", t -> t.x().mul(3.0).round());
    of("trunc", t -> t.x().trunc());
    of("frac", t -> t.x().frac());
    of("clamp", t -> t.x().clamp(-0.5, 0.7));
    of("clamp.long", _ -> huge().clamp(-HUGE + 1, HUGE - 1));
    of("clampMin", t -> t.x().clampMin(0.1));
    of("clampMin.long", _ -> huge().clampMin(HUGE - 1));
    of("clampMax", t -> t.x().clampMax(0.1));
    of("clampMax.long", _ -> huge().clampMax(HUGE - 1));
    of("lerp", t -> t.x().lerp(t.y(), 0.3));
  }

  private static void comparisons() {
    of("eq", _ -> index().eq(1));
    of("eq.number", t -> t.x().eq(0.2));
    of("eq.long", _ -> huge().eq(HUGE));
    of("eq.tensor", _ -> index().eq(index().flip(0)));
    of("ne", _ -> index().ne(1));
    of("ne.number", t -> t.x().ne(0.2));
    of("ne.long", _ -> huge().ne(HUGE));
    of("ne.tensor", _ -> index().ne(index().flip(0)));
    of("lt", t -> t.x().lt(0.2));
    of("lt.long", _ -> huge().lt(HUGE));
    of("lt.tensor", t -> t.x().lt(t.y()));
    of("le", _ -> index().le(1));
    of("le.number", t -> t.x().le(0.2));
    of("le.long", _ -> huge().le(HUGE));
    of("le.tensor", _ -> index().le(index().flip(0)));
    of("gt", t -> t.x().gt(0.2));
    of("gt.long", _ -> huge().gt(HUGE));
    of("gt.tensor", t -> t.x().gt(t.y()));
    of("ge", _ -> index().ge(1));
    of("ge.number", t -> t.x().ge(0.2));
    of("ge.long", _ -> huge().ge(HUGE));
    of("ge.tensor", _ -> index().ge(index().flip(0)));
    of("logicalAnd", t -> t.mask().logicalAnd(t.other()));
    of("logicalOr", t -> t.mask().logicalOr(t.other()));
    of("logicalXor", t -> t.mask().logicalXor(t.other()));
    of("logicalNot", t -> t.mask().logicalNot());
    of("isNaN", t -> t.x().detach().div(0.0).mul(t.mask()).isNaN());
    of("isInf", t -> t.x().detach().div(index().narrow(0, 0, 1).sub(1)).isInf());
    of("isFinite", t -> t.x().detach().div(index().narrow(0, 0, 1).sub(1)).isFinite());
  }

  private static void reductions() {
    of("sum", t -> t.x().sum());
    of("sum.dims", t -> t.a().sum(0, 2));
    of("sum.keepdim", t -> t.a().sum(true, 0, 2));
    of("mean", t -> t.x().mean());
    of("mean.dims", t -> t.a().mean(0, 2));
    of("mean.keepdim", t -> t.a().mean(true, 0, 2));
    of("amax", t -> t.x().amax());
    of("amax.dims", t -> t.a().amax(0, 2));
    of("amax.keepdim", t -> t.a().amax(true, 0, 2));
    of("amin", t -> t.x().amin());
    of("amin.dims", t -> t.a().amin(0, 2));
    of("amin.keepdim", t -> t.a().amin(true, 0, 2));
    of("var", t -> t.x().var(true));
    of("var.dims", t -> t.a().var(false, true, 0, 2));
    of("std", t -> t.x().std(true));
    of("std.dims", t -> t.a().std(false, true, 0, 2));
    of("max", t -> t.x().max(1, false));
    of("min", t -> t.x().min(0, true));
    of("median", t -> t.x().median(1, false));
    of("argmax", t -> t.x().argmax(1));
    of("argmin", t -> t.x().argmin(0));
    of("topk", t -> t.x().topk(2, 1));
    of("sort", t -> t.x().sort(1, true));
    of("prod", t -> t.x().prod());
    of("prod.dim", t -> t.x().prod(1, true));
    of("cumsum", t -> t.x().cumsum(1));
    of("cumprod", t -> t.x().cumprod(0));
    of("logsumexp", t -> t.a().logsumexp(true, 0, 2));
    of("norm", t -> t.x().norm());
    of("norm.p", t -> t.x().norm(3, true, 1));
    of("any", t -> t.mask().any());
    of("all", t -> t.mask().all());
    of("countNonzero", t -> t.mask().countNonzero());
    of("bincount", _ -> labels().bincount(5));
  }

  private static void shaping() {
    of("reshape", t -> t.x().reshape(2, -1));
    of("view", t -> t.x().view(6, 2));
    of("flatten", t -> t.a().flatten(1));
    of("flatten.range", t -> t.a().flatten(0, 1));
    of("unflatten", t -> t.x().unflatten(1, 2, 2));
    of("permute", t -> t.a().permute(2, 0, 1));
    of("transpose", t -> t.a().transpose(0, 2));
    of("t", t -> t.x().t());
    of("movedim", t -> t.a().movedim(0, 2));
    of("unsqueeze", t -> t.x().unsqueeze(1));
    of("squeeze", t -> t.x().unsqueeze(1).squeeze());
    of("squeeze.dim", t -> t.x().unsqueeze(1).squeeze(1));
    of("expand", t -> t.in("v").expand(3, -1));
    of("repeat", t -> t.x().repeat(2, 1, 2));
    of("repeatInterleave", t -> t.x().repeatInterleave(2, 1));
    of("flip", t -> t.a().flip(0, 2));
    of("roll", t -> t.x().roll(3, 1));
    of("split", t -> t.x().split(3, 1));
    of("split.sizes", t -> t.x().split(l(1, 3), 1));
    of("chunk", t -> t.x().chunk(2, 1));
    of("unbind", t -> t.x().unbind(0));
    of("unfold", t -> t.x().unfold(1, 2, 2));
    of("pad", t -> t.x().pad(0.5, 1, 2, 0, 1));
    of("pad.long", _ -> ints().pad(HUGE, 1, 2));
    of("pad.mode", t -> t.a().pad("reflect", 2, 1));
    of("contiguous", t -> t.x().t().contiguous());
    of("tril", t -> t.x().tril(1));
    of("triu", t -> t.x().triu(1));
  }

  private static void indexing() {
    of("select", t -> t.x().select(1, -2));
    of("get", t -> t.x().get(1));
    of("narrow", t -> t.x().narrow(1, 1, 2));
    of("slice", t -> t.x().slice(1, 1, 3));
    of("slice.step", t -> t.x().slice(1, -4, 10, 2));
    of("indexSelect", t -> t.x().indexSelect(0, rows()));
    of("index", t -> t.x().index(rows(), Tensor.of(new long[] {1, 3, 0})));
    of("indexPut_", t -> t.own().indexPut_(t.y(), true, rows()));
    of("indexAdd", t -> t.x().indexAdd(0, rows(), t.y()));
    of("gather", t -> t.x().gather(0, index()));
    of("scatter", t -> t.x().scatter(0, index().narrow(0, 0, 1), t.y().narrow(0, 0, 1)));
    of("scatterAdd", t -> t.x().scatterAdd(0, index(), t.y().narrow(0, 0, 2)));
    of("maskedFill", t -> t.x().maskedFill(t.mask(), 2.5));
    of("maskedFill.long", _ -> ints().maskedFill(ints().lt(0), HUGE));
    of("maskedSelect", t -> t.x().maskedSelect(t.mask()));
    of("nonzero", t -> t.mask().nonzero());
    of("oneHot", _ -> labels().oneHot(4));
    of("bucketize", t -> t.x().bucketize(Tensor.of(new double[] {-1, 0, 0.5})));
  }

  private static void inPlace() {
    of("add_", t -> t.own().add_(t.y()));
    of("add_.number", t -> t.own().add_(1.5));
    of("add_.long", _ -> ints().add_(2));
    of("add_.scaled", t -> t.own().add_(t.y(), 0.3));
    of("add_.scaledLong", _ -> ints().add_(huge(), 2));
    of("sub_", t -> t.own().sub_(t.y()));
    of("sub_.number", t -> t.own().sub_(1.5));
    of("sub_.long", _ -> huge().sub_(2));
    of("mul_", t -> t.own().mul_(t.y()));
    of("mul_.number", t -> t.own().mul_(1.5));
    of("mul_.long", _ -> huge().mul_(3));
    of("div_", t -> t.own().div_(t.p()));
    of("div_.number", t -> t.own().div_(1.5));
    of("addcmul_", t -> t.own().addcmul_(t.y(), t.p(), 0.3));
    of("addcmul_.long", _ -> huge().addcmul_(ints(), ints(), 3));
    of("addcdiv_", t -> t.own().addcdiv_(t.y(), t.p(), 0.3));
    of("lerp_", t -> t.own().lerp_(t.y(), 0.3));
    of("clamp_", t -> t.own().clamp_(-0.5, 0.7));
    of("clamp_.long", _ -> huge().clamp_(-HUGE + 1, HUGE - 1));
    of("sqrt_", t -> t.p().mul(1.0).sqrt_());
    of("copy_", t -> t.own().copy_(t.in("v")));
    of("zero_", t -> t.own().zero_());
    of("fill_", t -> t.own().fill_(2.5));
    of("fill_.long", _ -> ints().fill_(HUGE));
    of("maskedFill_", t -> t.own().maskedFill_(t.mask(), 2.5));
    of("maskedFill_.long", _ -> ints().maskedFill_(ints().lt(0), HUGE));
  }

  private static void linalg() {
    of("matmul", t -> t.a().matmul(t.in("w")));
    of("mm", t -> t.x().mm(t.in("w")));
    of("bmm", t -> t.a().bmm(t.in("b")));
    of("dot", t -> t.in("v").dot(t.in("v").flip(0)));
    of("outer", t -> t.in("v").outer(t.x().get(0)));
    of("kron", t -> t.in("m").kron(t.x()));
    of("solve", t -> t.positiveDefinite().solve(t.x()));
    of("addmm", t -> t.in("m").addmm(t.x(), t.y().t()));
    of("baddbmm", t -> t.in("c").baddbmm(t.a(), t.in("b")));
    of("cdist", t -> t.x().cdist(t.y(), 3));
    of("cosineSimilarity", t -> t.x().cosineSimilarity(t.y(), 1));
    of("diag", t -> t.in("v").diag());
    of("trace", t -> t.in("m").trace());
    of("inverse", t -> t.positiveDefinite().inverse());
    of("det", t -> t.in("m").det());
    of("cholesky", t -> t.positiveDefinite().cholesky());
    of("svd", t -> t.x().svd().s());
    of("eigh", t -> t.in("m").add(t.in("m").t()).eigh().values());
    of("qr", t -> t.in("m").qr().r().abs());
  }

  private static void spectral() {
    of("fft", t -> t.x().fft(0));
    of("ifft", t -> t.x().ifft(0));
    of("rfft", t -> t.in("wave").rfft(1));
    of("irfft", t -> t.in("wave").rfft(1).mul(2.0).irfft(38, 1));
    of("stft", t -> t.in("wave").stft(3, window()));
    of("istft", t -> t.in("wave").stft(2, window()).mul(2.0).istft(2, window(), 36));
    of("viewAsReal", t -> t.x().fft(1).viewAsReal());
    of("viewAsComplex", t -> t.x().reshape(3, 2, 2).viewAsComplex());
    of("real", t -> t.x().fft(1).real());
    of("imag", t -> t.x().fft(1).imag());
    of("angle", t -> t.x().reshape(3, 2, 2).viewAsComplex().angle());
  }

  private static void activations() {
    of("relu", t -> t.x().relu());
    of("relu6", t -> t.x().mul(5.0).relu6());
    of("sigmoid", t -> t.x().sigmoid());
    of("logSigmoid", t -> t.x().logSigmoid());
    of("tanh", t -> t.x().tanh());
    of("gelu", t -> t.x().gelu());
    of("silu", t -> t.x().silu());
    of("selu", t -> t.x().selu());
    of("mish", t -> t.x().mish());
    of("softplus", t -> t.x().softplus());
    of("leakyRelu", t -> t.x().leakyRelu(0.2));
    of("elu", t -> t.x().elu());
    of("prelu", t -> t.x().prelu(t.in("slope")));
    of("hardtanh", t -> t.x().hardtanh(-0.5, 0.7));
    of("glu", t -> t.x().glu(1));
    of("softmax", t -> t.x().softmax(0));
    of("logSoftmax", t -> t.x().logSoftmax(1));
    of("dropout", t -> t.x().dropout(0.5, false));
    of("featureDropout", t -> t.picture().featureDropout(0.5, false));
  }

  private static void convolutions() {
    of("linear", t -> t.x().linear(t.in("w").t(), Tensor.of(new double[] {.5, .5, .5, .5, .5})));
    of("conv1d", t -> t.in("signal").conv1d(t.in("kernel1"), t.in("bias"), l(2), l(1), l(1), 2));
    of(
        "conv2d",
        t -> t.picture().conv2d(t.in("kernel2"), t.in("bias"), l(2, 1), l(1, 0), l(1, 2), 2));
    of(
        "conv3d",
        t -> t.in("volume").conv3d(t.in("kernel3"), null, l(1, 2, 1), l(1, 0, 1), l(1, 1, 1), 1));
    of(
        "convTranspose2d",
        t ->
            t.picture()
                .convTranspose2d(t.in("kernelT"), null, l(2, 2), l(1, 0), l(1, 1), 1, l(1, 1)));
    of("maxPool2d", t -> t.picture().maxPool2d(l(3, 2), l(2, 1), l(1, 0)));
    of("maxPool2d.square", t -> t.picture().maxPool2d(2));
    of("avgPool2d", t -> t.picture().avgPool2d(l(3, 2), l(2, 1), l(1, 0)));
    of("avgPool2d.square", t -> t.picture().avgPool2d(3));
    of("adaptiveAvgPool2d", t -> t.picture().adaptiveAvgPool2d(4, 2));
    of("maxPool1d", t -> t.in("signal").maxPool1d(3, 2, 1));
    of("upsampleNearest2d", t -> t.picture().upsampleNearest2d(9, 12));
    of("upsampleBilinear2d", t -> t.picture().upsampleBilinear2d(9, 8));
    of("im2col", t -> t.picture().im2col(l(2, 3), l(1, 1), l(1, 0), l(2, 1)));
    of("affineGrid", t -> t.in("theta").affineGrid(2, 4, 5, 3));
    of("gridSample", t -> t.picture().gridSample(t.in("theta").affineGrid(2, 4, 5, 3)));
    of(
        "batchNorm",
        t ->
            t.picture()
                .batchNorm(
                    t.in("gamma"),
                    t.in("beta"),
                    t.in("mean").detach(),
                    t.in("var").detach(),
                    false,
                    0.1,
                    1e-3));
    of(
        "batchNorm.training",
        t -> t.picture().batchNorm(t.in("gamma"), t.in("beta"), null, null, true, 0.1, 1e-3));
    of("layerNorm", t -> t.x().layerNorm(l(4), t.in("gamma"), t.in("beta"), 1e-3));
    of("groupNorm", t -> t.picture().groupNorm(2, t.in("gamma"), t.in("beta"), 1e-3));
    of("rmsNorm", t -> t.x().rmsNorm(l(4), t.in("gamma")));
  }

  private static void sequences() {
    of("scaledDotProductAttention", t -> t.attend(null));
    of("scaledDotProductAttention.mask", t -> t.attend(t.attentionMask()));
    of("embedding", t -> Tensor.of(l(1, 4, 0, 1), 2, 2).embedding(t.in("table"), -1));
    of(
        "lstm",
        t ->
            t.in("seq")
                .lstm(t.in("h"), t.in("cell"), t.weights(4), true, 1, 0, false, false, false));
    of(
        "lstm.lengths",
        t ->
            t.in("seq")
                .lstm(
                    t.in("h").repeat(2, 1, 1),
                    t.in("cell").repeat(2, 1, 1),
                    t.bothWays(4),
                    true,
                    1,
                    0,
                    false,
                    true,
                    false,
                    l(2, 4)));
    of(
        "gru.lengths",
        t ->
            t.in("seq")
                .transpose(0, 1)
                .gru(
                    t.in("h").repeat(2, 1, 1),
                    t.bothWays(3),
                    true,
                    1,
                    0,
                    false,
                    true,
                    true,
                    l(2, 4)));
    of(
        "rnnTanh.lengths",
        t ->
            t.in("seq").rnnTanh(t.in("h"), t.weights(1), true, 1, 0, false, false, false, l(4, 1)));
    of("gru", t -> t.in("seq").gru(t.in("h"), t.weights(3), true, 1, 0, false, false, false));
    of(
        "rnnTanh",
        t -> t.in("seq").rnnTanh(t.in("h"), t.weights(1), true, 1, 0, false, false, false));
    of(
        "lstmCell",
        t -> {
          var w = t.weights(4);
          var state = t.in("h").get(0);
          return t.in("seq").get(0).lstmCell(state, t.in("cell").get(0), w[0], w[1], w[2], w[3]);
        });
  }

  private Tensor attend(@Nullable Tensor mask) {
    return in("q").scaledDotProductAttention(in("k"), in("val"), mask, 0, false);
  }

  private Tensor attentionMask() {
    var hidden = Tensor.of(new boolean[] {false, false, true, false, true}, 1, 5);
    return in("c").get(0).get(0).get(0).expand(3, 5).maskedFill(hidden, Double.NEGATIVE_INFINITY);
  }

  private static void losses() {
    of("crossEntropy", t -> t.in("logits").crossEntropy(labels()));
    of(
        "crossEntropy.full",
        t ->
            t.in("logits")
                .crossEntropy(labels(), t.in("class_weight").detach(), Reduction.SUM, 1, 0.1));
    of("nllLoss", t -> t.in("logits").nllLoss(labels(), Reduction.NONE));
    of(
        "binaryCrossEntropy",
        t -> t.in("logits").sigmoid().binaryCrossEntropy(t.in("target"), Reduction.MEAN));
    of(
        "binaryCrossEntropyWithLogits",
        t -> t.in("logits").binaryCrossEntropyWithLogits(t.in("target"), Reduction.SUM));
    of("mseLoss", t -> t.in("logits").mseLoss(t.in("target"), Reduction.MEAN));
    of("l1Loss", t -> t.in("logits").l1Loss(t.in("target"), Reduction.SUM));
    of("huberLoss", t -> t.in("logits").huberLoss(t.in("target"), 0.7, Reduction.NONE));
    of("klDiv", t -> t.in("logits").klDiv(t.in("target").softmax(1), Reduction.SUM));
    of(
        "ctcLoss",
        t ->
            t.in("steps")
                .logSoftmax(2)
                .ctcLoss(
                    Tensor.of(l(1, 2, 2, 3, 1, 0), 2, 3), l(5, 4), l(3, 2), 0, Reduction.NONE));
  }

  static {
    DefinedOperations.CASES.forEach((name, defined) -> of(name, defined.operation()));
  }

  static Stream<String> cases() {
    return CASES.keySet().stream();
  }

  static Stream<String> casesOfPyTorch() {
    return cases().filter(name -> !DefinedOperations.CASES.containsKey(name));
  }

  List<Tensor> results(String name) {
    return listed(called(name, this));
  }

  static Object called(String name, OperationsTest inputs) {
    return Objects.requireNonNull(CASES.get(name)).apply(inputs);
  }

  private static List<Tensor> listed(Object result) {
    return switch (result) {
      case Tensor one -> List.of(real(one));
      case Tensor[] several -> List.of(several);
      case ValuesIndices both -> List.of(both.values(), both.indices());
      case Recurrent(var output, var hidden, var cell) ->
          Stream.of(output, hidden, cell).filter(part -> part != null).toList();
      case Object unknown -> throw new AssertionError(unknown);
    };
  }

  private static Tensor real(Tensor tensor) {
    return tensor.dtype().isComplex() ? tensor.viewAsReal() : tensor;
  }

  @ParameterizedTest
  @MethodSource("casesOfPyTorch")
  void givesWhatPyTorchGives(String name) {
    var results = results(name);
    for (int i = 0; i < results.size(); i++) {
      var expected = VECTORS.get("out." + name + (i == 0 ? "" : "." + i));
      var actual = results.get(i);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      assertThat(actual.dtype()).isEqualTo(expected.dtype());
      assertThat(actual.equal(expected) || actual.allClose(expected, 1e-9, 1e-11))
          .as(() -> "expected " + expected + "\nbut was " + actual)
          .isTrue();
    }
    assertThat(VECTORS.has("out." + name + "." + results.size())).isFalse();
  }

  static Stream<String> definedCases() {
    return DefinedOperations.CASES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("definedCases")
  void givesWhatItsDefinitionGives(String name) {
    var results = results(name);
    var defined = Objects.requireNonNull(DefinedOperations.CASES.get(name));
    var expected = listed(defined.definition().apply(this));
    assertThat(results).hasSameSizeAs(expected);
    for (int i = 0; i < results.size(); i++) {
      var wanted = expected.get(i);
      var actual = results.get(i).detach();
      assertThat(actual.shape()).isEqualTo(wanted.shape());
      assertThat(actual.dtype()).isEqualTo(wanted.dtype());
      assertThat(
              actual.to(DType.FLOAT64).isClose(wanted.to(DType.FLOAT64), 1e-9, 1e-11).all().item())
          .as(() -> "expected " + wanted + "\nbut was " + actual)
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfFiniteDifferences(String name) {
    results(name);
    inputs.values().forEach(input -> input.requiresGrad(true));
    for (int i = 0; i < results(name).size(); i++) {
      int part = i;
      inputs.values().forEach(Tensor::zeroGrad);
      var output = results(name).get(part);
      if (output.requiresGrad()) {
        output.backward(output.detach().onesLike(), false, false);
        var leaves = inputs.values().stream().filter(Tensor::hasGrad).toList();
        GradCheck.check(() -> results(name).get(part), leaves);
      }
    }
  }

  /// Those that take a [Shape] are held to those that take its sizes, by `ShapeTwinsTest`.
  @Test
  void everyFormOfEveryOperationHasACase() {
    var forms = new TreeMap<String, Integer>();
    for (var family : Tensor.class.getInterfaces()) {
      if (family == AutoCloseable.class) {
        continue;
      }
      for (var method : family.getDeclaredMethods()) {
        boolean isTwin = List.of(method.getParameterTypes()).contains(Shape.class);
        if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !isTwin) {
          forms.merge(method.getName(), 1, Integer::sum);
        }
      }
    }
    forms.keySet().removeAll(ELSEWHERE.stream().flatMap(l -> Arrays.stream(l.split(" "))).toList());
    CASES.keySet().forEach(name -> forms.merge(name.replaceFirst("\\..*", ""), -1, Integer::sum));
    forms.values().removeIf(missing -> missing <= 0);
    assertThat(forms).as("forms without a case").isEmpty();
  }
}
