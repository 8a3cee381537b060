/// What a person sees while a training goes on.
@NullMarked
package profundo.train.progress;

import org.jspecify.annotations.NullMarked;
