/// The Transformer that translates (Vaswani et al. 2017).
@NullMarked
package profundo.recipes.transformer;

import org.jspecify.annotations.NullMarked;
