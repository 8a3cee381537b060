package profundo.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.EdgeVector;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The place of an [AutogradFunction] in the graph.
///
/// A class of C++ cannot be extended from here. So the node is that of a concatenation, which has
/// any number of inputs, given the edges of the function's inputs and the kinds of its outputs. One
/// hook takes the gradients away before the node's own work, which finds none and leaves the
/// inputs' undefined; another puts in those that `backward` computes.
final class FunctionNode {
  /// What the node concatenates before it is given its edges.
  private static final org.bytedeco.pytorch.Tensor PLACEHOLDER =
      Native.constant(() -> torch.zeros(1).set_requires_grad(true));

  private final AutogradFunction function;
  private final String name;
  private final List<Kind> inputs;
  private final List<Kind> outputs;
  private final SavedTensors saved;

  /// The gradients of the outputs, between the two hooks, by the thread that is there.
  private final Map<Thread, TensorVector> arrived = new ConcurrentHashMap<>();

  private FunctionNode(
      AutogradFunction function,
      String name,
      List<Kind> inputs,
      List<Kind> outputs,
      SavedTensors saved) {
    this.function = function;
    this.name = name;
    this.inputs = inputs;
    this.outputs = outputs;
    this.saved = saved;
  }

  /// The number at the node of an output's gradient, or a negative one if it has none.
  static int number(List<Tensor> outputs, int output) {
    if (output < 0 || !Kind.of(outputs.get(output)).isDifferentiable()) {
      return -1;
    }
    return (int)
        outputs.subList(0, output).stream()
            .filter(before -> Kind.of(before).isDifferentiable())
            .count();
  }

  /// Ties the results to the inputs that need gradients.
  static void put(
      AutogradFunction function,
      String name,
      Tensor[] inputs,
      boolean[] needed,
      List<Tensor> results,
      SavedTensors saved) {
    var here =
        new FunctionNode(
            function,
            name,
            Arrays.stream(inputs).map(Kind::of).toList(),
            results.stream().map(Kind::of).toList(),
            saved);
    Op.read(
        name,
        () -> {
          here.tie(inputs, needed, results);
          return true;
        },
        inputs,
        results.toArray(new Tensor[0]));
  }

  private void tie(Tensor[] from, boolean[] needed, List<Tensor> results) {
    var mode = new AutoGradMode(true);
    try {
      var node = node(from, needed);
      for (int i = 0; i < results.size(); i++) {
        if (outputs.get(i).isDifferentiable()) {
          torch.create_gradient_edge(results.get(i).raw(), node);
        }
      }
      AutogradHook.append(node.pre_hooks(), new Before().before());
      AutogradHook.append(node.post_hooks(), new After().after());
      node.deallocate();
    } finally {
      mode.deallocate();
    }
  }

  private static Node node(Tensor[] from, boolean[] needed) {
    var placeholders = new org.bytedeco.pytorch.Tensor[from.length];
    Arrays.fill(placeholders, PLACEHOLDER);
    var list = new TensorVector(placeholders);
    var whole = torch.cat(list);
    var node = whole.grad_fn();
    var edges = new EdgeVector();
    for (int i = 0; i < from.length; i++) {
      addEdge(edges, needed[i] ? from[i] : null);
    }
    node.set_next_edges(edges);
    node.clear_input_metadata();
    edges.deallocate();
    whole.deallocate();
    list.deallocate();
    return node;
  }

  /// The way to a tensor's gradient is that which a view of the tensor has.
  private static void addEdge(EdgeVector edges, @Nullable Tensor tensor) {
    if (tensor == null) {
      var none = new Edge();
      edges.push_back(none);
      none.deallocate();
      return;
    }
    var view = tensor.raw().alias();
    var node = view.grad_fn();
    edges.push_back(node.next_edge(0));
    node.deallocate();
    view.deallocate();
  }

  /// Takes the gradients of the outputs.
  private final class Before extends AutogradHook {
    @Override
    void call(TensorVector gradients, TensorVector same, TensorVector results) {
      var all = new TensorVector();
      for (long i = 0; i < gradients.size(); i++) {
        all.push_back(gradients.get(i));
      }
      discard(arrived.put(Thread.currentThread(), all));
    }

    @Override
    void freed() {
      arrived.values().forEach(FunctionNode::discard);
    }
  }

  /// Gives the gradients of the inputs.
  private final class After extends AutogradHook {
    @Override
    void call(TensorVector undefined, TensorVector none, TensorVector results) {
      boolean kept = torch.get_current_graph_task_keep_graph();
      var gradients = arrived.remove(Thread.currentThread());
      try {
        results.resize(inputs.size());
        if (gradients != null) {
          compute(gradients, results);
        }
      } finally {
        discard(gradients);
        if (!kept) {
          saved.release();
        }
      }
    }

    @Override
    void freed() {
      saved.release();
    }
  }

  private static void discard(@Nullable TensorVector gradients) {
    if (gradients != null) {
      gradients.deallocate();
    }
  }

  private void compute(TensorVector gradients, TensorVector results) {
    var node = torch.get_current_node();
    try (var _ = Scope.open()) {
      var wanted = new boolean[inputs.size()];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = node.task_should_compute_output(i);
      }
      var context = AutogradContext.ofBackward(name, wanted, saved, node);
      var found = function.backward(context, given(gradients));
      requireOneForEachInput(found);
      for (int i = 0; i < wanted.length; i++) {
        var gradient = found.get(i);
        if (wanted[i] && gradient != null) {
          inputs.get(i).require(name, "backward gave", gradient);
          results.put(i, gradient.raw());
        }
      }
    } finally {
      node.deallocate();
    }
  }

  private List<Tensor> given(TensorVector gradients) {
    var given = new ArrayList<Tensor>();
    long next = 0;
    for (var output : outputs) {
      var gradient = output.isDifferentiable() ? gradients.get(next++) : null;
      given.add(
          gradient != null && gradient.defined()
              ? Op.copy(name, gradient)
              : Tensors.zeros(output.dtype(), output.device(), output.shape().toArray()));
    }
    return List.copyOf(given);
  }

  private void requireOneForEachInput(List<@Nullable Tensor> found) {
    NullArgument.require(name, "what backward gave", found);
    if (found.size() != inputs.size()) {
      throw new TensorException(
          name
              + ": backward gave "
              + found.size()
              + (found.size() == 1 ? " gradient" : " gradients")
              + " for "
              + inputs.size()
              + (inputs.size() == 1 ? " input" : " inputs")
              + ": one for each, null where there is none.");
    }
  }
}
