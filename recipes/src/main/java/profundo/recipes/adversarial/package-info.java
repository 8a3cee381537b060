/// Adversarial examples and a net that holds against them (Szegedy et al. 2014, Goodfellow et al.
/// 2015, Madry et al. 2018).
@NullMarked
package profundo.recipes.adversarial;

import org.jspecify.annotations.NullMarked;
