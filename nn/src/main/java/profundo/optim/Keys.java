package profundo.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import profundo.nn.NetException;
import profundo.tensor.Tensor;

/// Gives every parameter of an optimizer a name of its own, and refuses one that is given twice.
final class Keys {
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean shared;

  /// The names of a group's parameters in the state dict, in order.
  List<String> of(Group group) {
    var names = new ArrayList<String>();
    for (var parameter : group.parameters()) {
      if (!seen.add(parameter.tensor())) {
        throw new NetException(
            "The parameter "
                + parameter.name()
                + " is given to the optimizer twice, and would be stepped twice: leave it out of"
                + " one of the lists.");
      }
      parameter.requireTrainable();
      int before = taken.merge(parameter.name(), 1, Integer::sum);
      shared |= before > 1;
      names.add(before == 1 ? parameter.name() : parameter.name() + "#" + before);
    }
    return names;
  }

  /// Whether two parameters have one name.
  boolean shared() {
    return shared;
  }
}
