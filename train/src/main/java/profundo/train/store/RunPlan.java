package profundo.train.store;

import profundo.base.Text;

/// What is known of a run when it begins.
///
/// @param recipe the recipe's name, such as `lenet5`: lower-case letters, digits and hyphens
/// @param config the recipe's configuration as JSON
/// @param scale `smoke`, `laptop` or `paper`
/// @param seed the seed of every random number
/// @param device `cpu`, `cuda:0`, …
/// @param threads the number of threads that operators use
/// @param data the data in use
/// @param environment the machine and the software as JSON; see [Environment#json()]
public record RunPlan(
    String recipe,
    String config,
    String scale,
    long seed,
    String device,
    int threads,
    DataUsed data,
    String environment) {
  private static final int LONGEST_NAME = 40;

  /// Checks that the recipe's name can stand in a file name.
  ///
  /// @throws IllegalArgumentException if it has other characters or more than 40 of them
  public RunPlan {
    if (recipe.length() > LONGEST_NAME || !recipe.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "a recipe's name is lower-case letters, digits and hyphens, 40 at most: "
              + Text.abridged(recipe));
    }
  }
}
