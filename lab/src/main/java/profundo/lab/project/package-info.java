/// Recipes in folders of one's own, whose sources are compiled when they are asked for.
@NullMarked
package profundo.lab.project;

import org.jspecify.annotations.NullMarked;
