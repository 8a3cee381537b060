/// Layers and nets, their initialisation, their losses, and their weights in files.
@NullMarked
package profundo.nn;

import org.jspecify.annotations.NullMarked;
