/// What a recipe leaves for people to look at.
@NullMarked
package profundo.lab.exhibit;

import org.jspecify.annotations.NullMarked;
