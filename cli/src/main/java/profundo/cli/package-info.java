/// The profundo command.
@NullMarked
package profundo.cli;

import org.jspecify.annotations.NullMarked;
