/// The neural Turing machine (Graves et al. 2014).
@NullMarked
package profundo.recipes.ntm;

import org.jspecify.annotations.NullMarked;
