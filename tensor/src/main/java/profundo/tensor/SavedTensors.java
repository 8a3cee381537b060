package profundo.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.EdgeVector;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Node;

/// The tensors that a function has saved for its backward, outside the graph: a graph that held
/// itself by them would never be given back. Where gradients of gradients are computed, each is
/// tied to the graph anew by the node that it stands at.
final class SavedTensors {
  private final String function;
  private final List<Saved> all = new ArrayList<>();
  private boolean released;

  /// @param input which input it is, or a negative number
  /// @param output the number of its gradient at the node, or a negative number
  private record Saved(
      org.bytedeco.pytorch.Tensor data, long version, Kind kind, int input, int output) {}

  SavedTensors(String function) {
    this.function = function;
  }

  /// @param input which input it is, or a negative number
  /// @param output the number of its gradient at the node, or a negative number
  void add(Tensor tensor, int input, int output) {
    var data = Op.read(function, () -> tensor.raw().detach(), tensor);
    all.add(new Saved(data, version(data), Kind.of(tensor), input, output));
  }

  static long version(org.bytedeco.pytorch.Tensor raw) {
    return raw.is_inference() ? 0 : raw._version();
  }

  synchronized Tensor get(int index, Node node) {
    if (index < 0 || index >= all.size()) {
      throw new TensorException(
          function + ": there is no saved tensor " + index + ": there are " + all.size() + ".");
    }
    if (released) {
      throw new TensorException(
          function
              + ": the first backward pass gave the graph back: let it keep the graph with"
              + " backward(gradient, true, false), or compute the result anew.");
    }
    var saved = all.get(index);
    if (version(saved.data) != saved.version) {
      throw new TensorException(
          function
              + ": the saved tensor "
              + index
              + " "
              + saved.kind
              + " was changed in place after the forward: change a copy().");
    }
    return Op.of(function, () -> GradMode.is_enabled() ? tied(saved, index, node) : bare(saved));
  }

  private static org.bytedeco.pytorch.Tensor bare(Saved saved) {
    return new org.bytedeco.pytorch.Tensor(saved.data);
  }

  private org.bytedeco.pytorch.Tensor tied(Saved saved, int index, Node node) {
    if (saved.input >= 0) {
      var edge = node.next_edge(saved.input);
      return edge.is_valid() ? tied(saved, edge) : bare(saved);
    }
    if (saved.output >= 0) {
      var edge = new Edge(node, saved.output);
      try {
        return tied(saved, edge);
      } finally {
        edge.deallocate();
      }
    }
    if (saved.kind.isDifferentiable()) {
      throw new TensorException(
          function
              + ": the saved tensor "
              + index
              + " "
              + saved.kind
              + " is neither an input nor an output, so that gradients of gradients would not pass"
              + " through it: make it an output, or compute it anew in backward.");
    }
    return bare(saved);
  }

  /// The saved numbers, whose gradient goes along the edge.
  private static org.bytedeco.pytorch.Tensor tied(Saved saved, Edge edge) {
    var edges = new EdgeVector();
    var leaf = saved.data.is_inference() ? saved.data.clone() : saved.data.detach();
    leaf.set_requires_grad(true);
    try {
      var result = leaf.alias();
      var node = result.grad_fn();
      edges.push_back(edge);
      node.set_next_edges(edges);
      node.deallocate();
      return result;
    } finally {
      leaf.deallocate();
      edges.deallocate();
    }
  }

  /// Gives the memory back; what is asked for afterwards is refused.
  synchronized void release() {
    released = true;
    all.forEach(saved -> saved.data.deallocate());
  }
}
