/// Convolutional adversarial nets (Radford et al. 2016).
@NullMarked
package profundo.recipes.dcgan;

import org.jspecify.annotations.NullMarked;
