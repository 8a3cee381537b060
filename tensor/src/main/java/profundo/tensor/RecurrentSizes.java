package profundo.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/// What the recurrent kernels take on trust: where weights, biases or states have other sizes than
/// the input asks for, they read beside them, or broadcast.
final class RecurrentSizes {
  private final String op;
  private final int gates;
  private final org.bytedeco.pytorch.Tensor x;
  private final org.bytedeco.pytorch.Tensor hidden;

  private RecurrentSizes(String op, int gates, Tensor x, Tensor hidden) {
    this.op = op;
    this.gates = gates;
    this.x = x.raw();
    this.hidden = hidden.raw();
  }

  /// Native code for one step with one state.
  interface Cell {
    org.bytedeco.pytorch.Tensor of(
        org.bytedeco.pytorch.Tensor x,
        org.bytedeco.pytorch.Tensor hidden,
        org.bytedeco.pytorch.Tensor weightIh,
        org.bytedeco.pytorch.Tensor weightHh,
        TensorOptional biasIh,
        TensorOptional biasHh);
  }

  /// Wants the arguments of a net that reads whole sequences to fit each other.
  static void requireNet(
      String op,
      int gates,
      Tensor x,
      Tensor[] states,
      Tensor[] weights,
      boolean biases,
      long layers,
      boolean bidirectional,
      boolean batchFirst) {
    Op.run(
        op,
        () ->
            new RecurrentSizes(op, gates, x, states[0])
                .net(states, weights, biases, layers, bidirectional ? 2 : 1, batchFirst ? 0 : 1),
        x,
        states);
  }

  /// Wants the arguments of one step to fit each other; called within a native call.
  static void requireCell(
      String op,
      int gates,
      Tensor x,
      Tensor[] states,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    new RecurrentSizes(op, gates, x, states[0]).cell(states, weightIh, weightHh, biasIh, biasHh);
  }

  private void net(
      Tensor[] states, Tensor[] weights, boolean biases, long layers, int directions, int batch) {
    requireDims(3);
    int each = biases ? 4 : 2;
    if (layers < 1 || weights.length != layers * directions * each) {
      throw wrong(
          "weights are "
              + (biases ? "W_ih, W_hh, b_ih and b_hh" : "W_ih and W_hh")
              + " for each of "
              + layers
              + " layers in "
              + directions
              + (directions == 1 ? " direction" : " directions")
              + ", not "
              + weights.length
              + " tensors");
    }
    long size = hidden.size(2);
    for (int i = 0; i < states.length; i++) {
      fits(i == 0 ? "hidden" : "cell", states[i], layers * directions, x.size(batch), size);
    }
    for (int i = 0; i < weights.length; i += each) {
      int layer = i / each / directions;
      var suffix = "_l" + layer + (i / each % directions == 1 ? "_reverse" : "");
      long below = layer == 0 ? x.size(2) : size * directions;
      fits("weight_ih" + suffix, weights[i], gates * size, below);
      fits("weight_hh" + suffix, weights[i + 1], gates * size, size);
      if (biases) {
        fits("bias_ih" + suffix, weights[i + 2], gates * size);
        fits("bias_hh" + suffix, weights[i + 3], gates * size);
      }
    }
    requireOneType("the weights", weights);
    requireOneType("the states", states);
  }

  private void cell(
      Tensor[] states,
      Tensor weightIh,
      Tensor weightHh,
      @Nullable Tensor biasIh,
      @Nullable Tensor biasHh) {
    requireDims(2);
    long size = hidden.size(1);
    for (int i = 0; i < states.length; i++) {
      fits(i == 0 ? "hidden" : "cell", states[i], x.size(0), size);
    }
    fits("weight_ih", weightIh, gates * size, x.size(1));
    fits("weight_hh", weightHh, gates * size, size);
    if (biasIh != null) {
      fits("bias_ih", biasIh, gates * size);
    }
    if (biasHh != null) {
      fits("bias_hh", biasHh, gates * size);
    }
  }

  private void requireDims(int dims) {
    if (x.dim() != dims || hidden.dim() != dims) {
      throw wrong(dims == 3 ? "sequences are [L, N, in] or [N, L, in]" : "a step is [N, in]");
    }
    if (hidden.size(-1) == 0) {
      throw wrong("the state has no numbers");
    }
  }

  /// The processor's kernel reads all of them as the input's type; autocast makes them so.
  private void requireOneType(String what, Tensor[] tensors) {
    var type = x.scalar_type();
    for (int i = 0; i < tensors.length && Local.current().autocast == null; i++) {
      if (tensors[i].raw().scalar_type().value != type.value) {
        var problem =
            what
                + " are "
                + tensors[i].dtype()
                + " and x is "
                + DType.of(type)
                + ": give both one type, with to(dtype)";
        throw new DTypeException(op, sentence(problem, shapes()), shapes());
      }
    }
  }

  private void fits(String name, Tensor tensor, long... wanted) {
    var raw = tensor.raw();
    boolean fits = raw.dim() == wanted.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = raw.size(i) == wanted[i];
    }
    if (!fits) {
      throw wrong(name + " is " + tensor.shape() + ", " + Arrays.toString(wanted) + " wanted");
    }
  }

  private ShapeException wrong(String what) {
    var shapes = shapes();
    return new ShapeException(op, sentence(what, shapes), shapes);
  }

  private Shape[] shapes() {
    return new Shape[] {Shape.of(x.shape()), Shape.of(hidden.shape())};
  }

  private static String sentence(String what, Shape... shapes) {
    return what + ": x is " + shapes[0] + ", hidden is " + shapes[1] + ".";
  }
}
