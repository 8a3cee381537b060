/// Recipes: one experiment of a paper each, its claims, and what was measured.
@NullMarked
package profundo.lab;

import org.jspecify.annotations.NullMarked;
