/// Optimizers, schedules of the learning rate, gradient clipping and weight averaging.
@NullMarked
package profundo.optim;

import org.jspecify.annotations.NullMarked;
