package profundo.models;

import java.util.ArrayList;
import java.util.List;
import profundo.nn.Init;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// "Neural Turing machines" (Graves, Wayne & Danihelka 2014) with a feedforward controller and one
/// head to read and one to write. Memory begins at a small constant, both heads at its first row.
public final class NeuralTuringMachine extends Net {
  private static final int HEADS = 2;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final double EMPTY = 1e-6;

  private final Linear controller;
  private final Linear heads;
  private final Linear out;
  private final Tensor firstRead;
  private final long rows;
  private final long width;

  /// What a head looks for and how it moves, the numbers of section 3.3.
  ///
  /// @param key k, `[N, heads, width]`
  /// @param strength β ≥ 0, `[N, heads, 1]`
  /// @param gate g from 0 to 1, `[N, heads, 1]`
  /// @param shift s, probabilities of moving by −1, 0 and 1, `[N, heads, 3]`
  /// @param sharpness γ ≥ 1, `[N, heads, 1]`
  public record Addressing(
      Tensor key, Tensor strength, Tensor gate, Tensor shift, Tensor sharpness) {
    /// Where the heads look next (figure 2), `[N, heads, rows]`.
    ///
    /// @param memory `[N, rows, width]`
    /// @param before where they looked, `[N, heads, rows]`
    public Tensor weights(Tensor memory, Tensor before) {
      var lengths = length(key).mul(length(memory).transpose(1, 2)).add(1e-8);
      var likeness = key.matmul(memory.transpose(1, 2)).div(lengths); // 6
      var content = likeness.mul(strength).softmax(2); // 5
      var gated = gate.mul(content.sub(before)).add(before); // 7
      long rows = gated.size(2);
      var circle = Tensor.cat(2, gated.narrow(2, rows - 1, 1), gated, gated.narrow(2, 0, 1));
      var shifted =
          circle
              .narrow(2, 2, rows)
              .mul(shift.narrow(2, 0, 1))
              .add(gated.mul(shift.narrow(2, 1, 1)))
              .add(circle.narrow(2, 0, rows).mul(shift.narrow(2, 2, 1))); // 8
      var sharp = shifted.add(1e-12).pow(sharpness);
      return sharp.div(sharp.sum(true, 2)); // 9
    }

    private static Tensor length(Tensor x) {
      return x.norm(2, true, 2);
    }
  }

  /// What the machine says, and where its heads looked at each time.
  ///
  /// @param scores logits, `[L, N, out]`
  /// @param read `[L, N, rows]`
  /// @param written `[L, N, rows]`
  public record Result(Tensor scores, Tensor read, Tensor written) {}

  /// @param units of the controller's one hidden layer
  /// @param rows of memory
  /// @param width of a row
  public NeuralTuringMachine(long in, long out, long units, long rows, long width) {
    this.rows = rows;
    this.width = width;
    controller = new Linear(in + width, units);
    heads = new Linear(units, HEADS * (width + 6) + 2 * width);
    this.out = new Linear(units + width, out);
    firstRead = parameter(Init.normal(Tensor.zeros(width), 0, 0.1));
  }

  /// Reads a sequence `[L, N, in]`.
  public Result forward(Tensor x) {
    long batch = x.size(1);
    var memory = Tensors.full(EMPTY, x.dtype(), x.device(), batch, rows, width);
    var weights = start(x, batch);
    var read = firstRead.unsqueeze(0).expand(batch, width);
    var said = new ArrayList<Tensor>();
    var places = new ArrayList<Tensor>();
    for (var now : x.unbind(0)) {
      var h = controller.forward(Tensor.cat(1, now, read)).tanh();
      var emitted = heads.forward(h);
      weights = addressing(emitted).weights(memory, weights);
      memory = write(memory, weights.select(1, WRITE), emitted);
      read = weights.narrow(1, READ, 1).matmul(memory).squeeze(1); // 2
      said.add(out.forward(Tensor.cat(1, h, read)));
      places.add(weights);
    }
    var looked = stack(places);
    return new Result(stack(said), looked.select(2, READ), looked.select(2, WRITE));
  }

  private Tensor start(Tensor x, long batch) {
    var first = Tensors.zeros(x.dtype(), x.device(), batch, HEADS, rows);
    first.narrow(2, 0, 1).fill_(1);
    return first;
  }

  private Addressing addressing(Tensor emitted) {
    var numbers = emitted.narrow(1, 0, HEADS * (width + 6)).unflatten(1, HEADS, width + 6);
    return new Addressing(
        numbers.narrow(2, 0, width),
        numbers.narrow(2, width, 1).softplus(),
        numbers.narrow(2, width + 1, 1).sigmoid(),
        numbers.narrow(2, width + 2, 3).softmax(2),
        numbers.narrow(2, width + 5, 1).softplus().add(1));
  }

  /// Equations 3 and 4: erase, then add.
  private Tensor write(Tensor memory, Tensor where, Tensor emitted) {
    var rest = emitted.narrow(1, HEADS * (width + 6), 2 * width);
    var erase = rest.narrow(1, 0, width).sigmoid().unsqueeze(1);
    var add = rest.narrow(1, width, width).unsqueeze(1);
    var at = where.unsqueeze(2);
    return memory.sub(memory.mul(at.mul(erase))).add(at.mul(add));
  }

  private static Tensor stack(List<Tensor> times) {
    return Tensor.stack(0, times.toArray(Tensor[]::new));
  }
}
