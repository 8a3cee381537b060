/// Architectures, one file for each.
@NullMarked
package profundo.models;

import org.jspecify.annotations.NullMarked;
