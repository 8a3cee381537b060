package profundo.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// A net and all below it, each once, the children before those that hold them.
final class Tree {
  private final Set<Net> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Net> nets = new ArrayList<>();

  private Tree() {}

  static List<Net> of(Net root) {
    var tree = new Tree();
    tree.add(root);
    return tree.nets;
  }

  private void add(Net net) {
    if (seen.add(net)) {
      new Members(net).nets().forEach(this::add);
      nets.add(net);
    }
  }
}
