package profundo.nn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Text;

/// Tensors by name, in order: a net's parameters and buffers, or what a file holds.
///
/// Names equal PyTorch's, so weights pass both ways as safetensors files.
public final class StateDict {
  private final Map<String, Tensor> tensors;
  private final Map<String, String> unread;

  /// The tensors of this map, in its order; they are not copied.
  public StateDict(Map<String, Tensor> tensors) {
    this(tensors, Map.of());
  }

  /// The tensors that a file gave.
  ///
  /// @param unread why others that it holds could not be read, by name
  StateDict(Map<String, Tensor> tensors, Map<String, String> unread) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.unread = unread;
  }

  /// The tensors of a safetensors file, with memory of their own.
  ///
  /// @throws NetException if the file cannot be read or is damaged
  public static StateDict read(Path file) {
    try (var open = Safetensors.open(file)) {
      return open.stateDict();
    }
  }

  /// Writes a safetensors file, whole or not at all.
  ///
  /// @throws NetException if it cannot be written
  public void write(Path file) {
    Safetensors.write(file, this, Map.of());
  }

  /// The names, in order.
  public Set<String> names() {
    return tensors.keySet();
  }

  /// The tensor with this name.
  ///
  /// @throws NetException if there is none
  public Tensor get(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      var reason = unread.get(name);
      if (reason != null) {
        throw new NetException(reason);
      }
      throw new NetException(
          "The state dict has no \""
              + Text.abridged(name)
              + "\"; it has "
              + abridged(names())
              + ".");
    }
    return tensor;
  }

  /// Whether there is a tensor with this name.
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /// The tensors by name, in order; the map cannot be changed.
  public Map<String, Tensor> asMap() {
    return tensors;
  }

  /// The part whose names start with this prefix, without it.
  public StateDict under(String prefix) {
    return new StateDict(under(prefix, tensors), under(prefix, unread));
  }

  private static <T> Map<String, T> under(String prefix, Map<String, T> all) {
    var part = new LinkedHashMap<String, T>();
    all.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        part.put(name.substring(prefix.length()), value);
      }
    });
    return part;
  }

  /// The same tensors with a prefix before each name.
  public StateDict prefixed(String prefix) {
    var result = new LinkedHashMap<String, Tensor>();
    tensors.forEach((name, tensor) -> result.put(prefix + name, tensor));
    return new StateDict(result);
  }

  /// Copies with memory of their own, outside every scope, that do not change when the net trains
  /// on.
  public StateDict copy() {
    try (var _ = Grad.noGrad()) {
      var result = new LinkedHashMap<String, Tensor>();
      tensors.forEach((name, tensor) -> result.put(name, Scope.release(tensor.detach().copy())));
      return new StateDict(result);
    }
  }

  /// Closes every tensor. Of a net's own state dict this would close the net.
  public void close() {
    tensors.values().forEach(Tensor::close);
  }

  /// Copies the numbers of another state dict into these tensors. Nothing is changed unless all of
  /// it can be.
  ///
  /// @param strict whether a name that only one of them has is an error
  /// @throws NetException with the names that are missing, left over or of another shape
  public void copyFrom(StateDict source, boolean strict) {
    var problems = new ArrayList<String>();
    if (strict) {
      names().stream().filter(source.unread::containsKey).findFirst().ifPresent(source::get);
      listed(problems, "missing", names().stream().filter(name -> !source.has(name)).toList());
      listed(problems, "not expected", source.names().stream().filter(n -> !has(n)).toList());
    }
    tensors.forEach((name, tensor) -> {
      if (source.has(name) && !source.get(name).shape().equals(tensor.shape())) {
        problems.add(name + " is " + source.get(name).shape() + " and should be " + tensor.shape());
      }
    });
    if (!problems.isEmpty()) {
      throw new NetException(
          "The state dict does not fit the net: "
              + abridged(problems)
              + ". Load the weights of this very model"
              + (strict ? ", or load without strict to take what fits by name." : "."));
    }
    try (var _ = Grad.noGrad()) {
      tensors.forEach((name, tensor) -> {
        if (source.has(name)) {
          tensor.copy_(source.get(name));
        }
      });
    }
  }

  private static void listed(List<String> problems, String what, List<String> names) {
    if (!names.isEmpty()) {
      problems.add(what + ": " + abridged(names));
    }
  }

  private static String abridged(Collection<String> all) {
    var shown = all.stream().limit(6).toList();
    var rest = all.size() - shown.size();
    return String.join(", ", shown) + (rest > 0 ? " and " + rest + " more" : "");
  }

  /// Names and shapes, a line for each tensor.
  @Override
  public String toString() {
    var text = new StringBuilder();
    tensors.forEach(
        (name, tensor) -> text.append(name).append(' ').append(tensor.shape()).append('\n'));
    return text.toString();
  }
}
