package profundo.train.store;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import profundo.base.Given;

/// Which runs to list.
///
/// @param recipe only this recipe's, if given
/// @param states only those in one of these states
public record RunQuery(Optional<String> recipe, Set<RunState> states) {
  /// Every run.
  public static RunQuery all() {
    return new RunQuery(Optional.empty(), EnumSet.allOf(RunState.class));
  }

  /// The same, but only this recipe's.
  public RunQuery recipe(String name) {
    Given.require("name", name);
    return new RunQuery(Optional.of(name), states);
  }

  /// The same, but only those in one of these states.
  public RunQuery states(RunState first, RunState... more) {
    Given.require("first", first);
    Given.require("more", more);
    return new RunQuery(recipe, EnumSet.of(first, more));
  }
}
