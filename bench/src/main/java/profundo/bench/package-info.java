/// Side-by-side measurements: ratios within one run, since clocks of shared machines lie.
@NullMarked
package profundo.bench;

import org.jspecify.annotations.NullMarked;
