/// Rosenblatt's perceptron and its limit (Minsky & Papert 1969).
@NullMarked
package profundo.recipes.perceptron;

import org.jspecify.annotations.NullMarked;
