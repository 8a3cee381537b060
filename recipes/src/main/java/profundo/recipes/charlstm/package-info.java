/// A recurrent net that writes letter by letter (Karpathy 2015).
@NullMarked
package profundo.recipes.charlstm;

import org.jspecify.annotations.NullMarked;
