package profundo.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import profundo.tensor.Tensor;

/// Goes through the tensors of a net and of those below it, by full name, and refuses what would be
/// lost without a word: names that two tensors have, nets that are nowhere named, parameters that
/// nobody registered, nets within themselves.
final class Names {
  private final Visitor visitor;
  private final Map<String, Tensor> taken = new HashMap<>();
  private final Set<Net> above = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Net> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Fields.Held> others = new ArrayList<>();

  /// Told of each tensor under each of its names.
  interface Visitor {
    void visit(String name, Owned own);
  }

  private Names(Visitor visitor) {
    this.visitor = visitor;
  }

  /// Calls an action with each parameter and buffer, under each of its names, in order.
  ///
  /// @throws NetException if something is not found or not unique
  static void visit(Net root, Visitor visitor) {
    var names = new Names(visitor);
    names.visit("", root);
    names.others.forEach(one -> names.requireFound(root, one));
  }

  private void visit(String prefix, Net net) {
    if (!above.add(net)) {
      throw new NetException(
          net
              + " holds itself, as \""
              + prefix.substring(0, Math.max(0, prefix.length() - 1))
              + "\": mark the field that looks back transient, which makes it no part of the net.");
    }
    var members = new Members(net);
    for (var own : net.owned()) {
      if (own.kind() != Owned.Kind.CONSTANT) {
        members.names(own).forEach(name -> take(prefix + name, own));
      }
    }
    members.children().forEach((name, child) -> visit(prefix + name + ".", child));
    if (seen.add(net)) {
      others.addAll(members.others());
    }
    above.remove(net);
  }

  private void take(String name, Owned own) {
    var before = taken.putIfAbsent(name, own.tensor());
    if (before != null && before != own.tensor()) {
      throw new NetException(
          "Two tensors are both named \""
              + name
              + "\" in the state dict, "
              + before.shape()
              + " and "
              + own.tensor().shape()
              + ": give one another name.");
    }
    visitor.visit(name, own);
  }

  private void requireFound(Net root, Fields.Held one) {
    if (one.value() instanceof Net net && !seen.contains(net) && !isAround(root, net)) {
      throw new NetException(
          one.where()
              + " holds "
              + net
              + " inside "
              + one.inside()
              + ": there it has no name and would not be trained. Hold it in a field, a list, a map"
              + " with named keys, an Optional or a record, or mark the field transient if it is no"
              + " part of the net.");
    }
    if (one.value() instanceof Tensor tensor && isForgotten(tensor)) {
      throw new NetException(
          one.where()
              + " holds a tensor "
              + tensor.shape()
              + " that requires a gradient and is no parameter of the net: it would not be trained."
              + " Assign parameter(tensor) to the field, or mark the field transient if it is no"
              + " part of the net.");
    }
  }

  private static boolean isForgotten(Tensor tensor) {
    return !tensor.isClosed() && tensor.requiresGrad() && tensor.isLeaf();
  }

  /// Whether a net is above the one that was asked, or elsewhere below one that is.
  private static boolean isAround(Net root, Net net) {
    var outermost = root.outermost();
    return outermost != root && Tree.of(outermost).contains(net);
  }
}
