/// What the packages of this module share; it is not exported.
@NullMarked
package profundo.data.shared;

import org.jspecify.annotations.NullMarked;
