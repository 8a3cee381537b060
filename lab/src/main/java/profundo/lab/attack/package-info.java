/// Adversarial examples: pictures that were moved a little so that a classifier no longer says what
/// they show.
@NullMarked
package profundo.lab.attack;

import org.jspecify.annotations.NullMarked;
