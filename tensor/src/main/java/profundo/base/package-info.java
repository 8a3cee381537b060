/// What every floor stands on and no tensor is: sentences in two languages, whole files, paths,
/// exceptions.
@NullMarked
package profundo.base;

import org.jspecify.annotations.NullMarked;
