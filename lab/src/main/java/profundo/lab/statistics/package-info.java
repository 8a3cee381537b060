/// Whether two arms of an experiment differ: tests and intervals of paired measurements.
@NullMarked
package profundo.lab.statistics;

import org.jspecify.annotations.NullMarked;
