/// The multilayer perceptron of LeCun et al. 1998.
@NullMarked
package profundo.recipes.mlp;

import org.jspecify.annotations.NullMarked;
