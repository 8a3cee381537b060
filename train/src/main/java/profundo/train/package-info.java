/// Training: the loop, metrics, early stopping, checkpoints, the run store and progress.
@NullMarked
package profundo.train;

import org.jspecify.annotations.NullMarked;
