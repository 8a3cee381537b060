/// Spoken digits under connectionist temporal classification (Graves et al. 2006).
@NullMarked
package profundo.recipes.speech;

import org.jspecify.annotations.NullMarked;
