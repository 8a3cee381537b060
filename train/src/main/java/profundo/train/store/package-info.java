/// The store of runs: what was run with which settings on which data, its curves and its files.
@NullMarked
package profundo.train.store;

import org.jspecify.annotations.NullMarked;
