/// Variations of a recipe: planned before the first run, run in pairs by seed, and judged by their
/// differences.
@NullMarked
package profundo.lab.study;

import org.jspecify.annotations.NullMarked;
