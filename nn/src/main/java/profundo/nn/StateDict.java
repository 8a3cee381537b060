package profundo.nn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import profundo.base.Text;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Tensors by name, in order: a net's parameters and buffers, or what a file holds.
///
/// Names equal PyTorch's, so weights pass both ways as safetensors files.
///
/// ```java
/// net.stateDict().write(Path.of("net.safetensors"));
/// net.load(StateDict.read(Path.of("net.safetensors")));
/// ```
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
    Given.require("tensors", tensors);
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.unread = unread;
  }

  /// The tensors of a safetensors file, with memory of their own.
  ///
  /// @throws NetException if the file cannot be read or is damaged
  public static StateDict read(Path file) {
    Given.require("file", file);
    try (var open = Safetensors.open(file)) {
      return open.stateDict();
    }
  }

  /// Writes a safetensors file, whole or not at all.
  ///
  /// @throws NetException if it cannot be written
  public void write(Path file) {
    Given.require("file", file);
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
    Given.require("name", name);
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
    Given.require("name", name);
    return tensors.containsKey(name);
  }

  /// The tensors by name, in order; the map cannot be changed.
  public Map<String, Tensor> asMap() {
    return tensors;
  }

  /// The part whose names start with this prefix, without it.
  public StateDict under(String prefix) {
    Given.require("prefix", prefix);
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
    Given.require("prefix", prefix);
    var result = new LinkedHashMap<String, Tensor>();
    tensors.forEach((name, tensor) -> result.put(prefix + name, tensor));
    return new StateDict(result);
  }

  /// Copies with memory of their own, outside every scope, that do not change when the net trains
  /// on; a tensor with several names is copied once.
  public StateDict copy() {
    try (var _ = Grad.noGrad()) {
      var copies = new IdentityHashMap<Tensor, Tensor>();
      var result = new LinkedHashMap<String, Tensor>();
      tensors.forEach((name, tensor) ->
          result.put(
              name, copies.computeIfAbsent(tensor, it -> Scope.release(it.detach().copy()))));
      return new StateDict(result);
    }
  }

  /// Closes every tensor. Of a net's own state dict this would close the net.
  public void close() {
    tensors.values().forEach(Tensor::close);
  }

  /// Copies the numbers of another state dict into these tensors. Nothing is changed unless all of
  /// it can be. A tensor that is here under several names takes its numbers from any of them.
  ///
  /// @param strict whether a name that only one of them has is an error
  /// @return the names that were loaded, missing and left over
  /// @throws NetException with the names that are missing, left over, of another shape or kind of
  ///   number, or that are one tensor here and differ in the source
  public LoadResult copyFrom(StateDict source, boolean strict) {
    Given.require("source", source);
    var result = compare(source);
    var problems = new ArrayList<String>();
    if (strict) {
      names().stream().filter(source.unread::containsKey).findFirst().ifPresent(source::get);
      addListed(problems, "missing", result.missing());
      addListed(problems, "not expected", result.unexpected());
    }
    var sources = new IdentityHashMap<Tensor, String>();
    for (var name : result.loaded()) {
      var target = get(name);
      problems.addAll(misfits(name, source.get(name), target));
      var other = sources.putIfAbsent(target, name);
      if (other != null && differ(source.get(other), source.get(name))) {
        problems.add(other + " and " + name + " are one tensor here and differ there");
      }
    }
    if (!problems.isEmpty()) {
      throw new NetException(
          "The state dict does not fit the net: "
              + abridged(problems)
              + ". "
              + remedy(result.suggestion(), strict));
    }
    copyAll(source, sources);
    return result;
  }

  private static String remedy(String suggestion, boolean strict) {
    return suggestion.isEmpty()
        ? "Load the weights of this very model"
            + (strict ? ", or load without strict to take what fits by name." : ".")
        : Character.toUpperCase(suggestion.charAt(0)) + suggestion.substring(1) + ".";
  }

  private LoadResult compare(StateDict source) {
    var loaded = names().stream().filter(source::has).toList();
    var given = Collections.<Tensor>newSetFromMap(new IdentityHashMap<>());
    loaded.forEach(name -> given.add(get(name)));
    var missing = names().stream().filter(name -> !given.contains(get(name))).toList();
    var unexpected = source.names().stream().filter(name -> !has(name)).toList();
    var suggestion =
        missing.isEmpty() || unexpected.isEmpty()
            ? ""
            : Prefixes.suggestion(names(), source.names());
    return new LoadResult(loaded, missing, unexpected, suggestion);
  }

  private static List<String> misfits(String name, Tensor source, Tensor target) {
    if (!source.shape().equals(target.shape())) {
      return List.of(name + " is " + source.shape() + " and should be " + target.shape());
    }
    return source.dtype().isFloatingPoint() == target.dtype().isFloatingPoint()
        ? List.of()
        : List.of(name + " is " + source.dtype() + " and should be " + target.dtype());
  }

  private static boolean differ(Tensor a, Tensor b) {
    if (a == b) {
      return false;
    }
    try (var _ = Scope.open()) {
      return !a.shape().equals(b.shape()) || !a.equal(b.to(a.dtype()).to(a.device()));
    }
  }

  /// A source that is itself a tensor to be written, as when two are exchanged, is copied first.
  private void copyAll(StateDict source, Map<Tensor, String> sources) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var numbers = new LinkedHashMap<Tensor, Tensor>();
      sources.forEach((target, name) -> {
        var from = source.get(name);
        numbers.put(target, from != target && sources.containsKey(from) ? from.copy() : from);
      });
      numbers.forEach(Tensor::copy_);
    }
  }

  private static void addListed(List<String> problems, String what, List<String> names) {
    if (!names.isEmpty()) {
      problems.add(what + ": " + abridged(names));
    }
  }

  /// Names after a heading, the first few of them; empty if there are none.
  static String listed(String heading, Collection<String> names) {
    return names.isEmpty() ? "" : heading + abridged(names);
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
