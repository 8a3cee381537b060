/// Dropout and max-norm (Srivastava et al. 2014).
@NullMarked
package profundo.recipes.dropout;

import org.jspecify.annotations.NullMarked;
