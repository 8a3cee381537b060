/// The first adversarial nets (Goodfellow et al. 2014).
@NullMarked
package profundo.recipes.gan;

import org.jspecify.annotations.NullMarked;
