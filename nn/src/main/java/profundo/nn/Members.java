package profundo.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// What one net consists of: its children and its tensors, by the names that it gives them.
final class Members {
  private final Net net;
  private final List<Fields.Held> held = new ArrayList<>();

  private @Nullable Map<Tensor, List<String>> tensorNames;

  Members(Net net) {
    this.net = net;
    Fields.each(net, held::add);
  }

  /// The children, each once and in order, whether or not their names tell them apart.
  Collection<Net> nets() {
    var seen = Collections.<Net>newSetFromMap(new IdentityHashMap<>());
    var found = new ArrayList<Net>();
    Stream.concat(net.named().values().stream(), nets(true).map(one -> (Net) one.value()))
        .filter(seen::add)
        .forEach(child -> {
          child.heldBy(net);
          found.add(child);
        });
    return found;
  }

  /// The children by name, under every name that they have: a net that two fields hold has two, as
  /// in PyTorch's state dict. A name that was given counts, whatever field holds the net.
  ///
  /// @throws NetException if two have one name
  Map<String, Net> children() {
    var explicit = Collections.<Net>newSetFromMap(new IdentityHashMap<>());
    explicit.addAll(net.named().values());
    var children = new LinkedHashMap<>(net.named());
    var places = new LinkedHashMap<String, String>();
    nets(true)
        .filter(one -> !explicit.contains((Net) one.value()))
        .forEach(one -> put(children, places, one));
    children.values().forEach(child -> child.heldBy(net));
    return children;
  }

  private Stream<Fields.Held> nets(boolean named) {
    return held.stream().filter(one -> one.value() instanceof Net && (one.name() != null) == named);
  }

  /// The name of a child, or a question mark.
  String nameOf(Net child) {
    var given = net.named().entrySet().stream().filter(e -> e.getValue() == child);
    return Stream.concat(
            given.map(Map.Entry::getKey),
            nets(true).filter(one -> one.value() == child).map(Fields.Held::name))
        .findFirst()
        .orElse("?");
  }

  /// The names of a tensor that the net owns: the one that was given, or those of all fields that
  /// hold it.
  ///
  /// @throws NetException if it has none, or one that another tensor has
  List<String> names(Owned own) {
    if (own.name() != null) {
      return List.of(own.name());
    }
    var names = fieldNames().getOrDefault(own.tensor(), List.of());
    if (names.isEmpty()) {
      throw new NetException(
          net.label()
              + " registers a "
              + own.kind()
              + " "
              + own.tensor().shape()
              + " that no field of it holds: assign it to a field, or give it a name.");
    }
    return names;
  }

  private Map<Tensor, List<String>> fieldNames() {
    var names = tensorNames;
    if (names == null) {
      names = new IdentityHashMap<>();
      for (var own : net.owned()) {
        if (own.name() == null) {
          names.put(own.tensor(), new ArrayList<>());
        }
      }
      var tensors = new LinkedHashMap<String, Tensor>();
      var places = new LinkedHashMap<String, String>();
      for (var one : held) {
        var list = one.value() instanceof Tensor tensor ? names.get(tensor) : null;
        if (list != null && one.name() != null && put(tensors, places, one)) {
          list.add(one.name());
        }
      }
      tensorNames = names;
    }
    return names;
  }

  /// What has no name here: nets and tensors inside other things, and tensors that no net owns.
  List<Fields.Held> others() {
    return held.stream()
        .filter(one ->
            one.value() instanceof Tensor tensor ? !Owned.isRegistered(tensor) : one.name() == null)
        .toList();
  }

  /// Puts what a field holds under its name; false if that is there already.
  @SuppressWarnings("unchecked")
  private static <T> boolean put(Map<String, T> all, Map<String, String> places, Fields.Held one) {
    var name = String.valueOf(one.name());
    var before = all.putIfAbsent(name, (T) one.value());
    if (before == null) {
      places.put(name, one.where());
    } else if (before != one.value()) {
      throw twice(name, places.getOrDefault(name, "child(\"" + name + "\", …)"), one.where());
    }
    return before == null;
  }

  private static NetException twice(String name, String first, String second) {
    return new NetException(
        (first.equals(second) ? "Two things in " + first : first + " and " + second)
            + " are both named \""
            + name
            + "\" in the state dict: rename one, or give it another name with child(name, …) or"
            + " parameter(name, …).");
  }
}
