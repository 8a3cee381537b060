/// Protocols that recipes share: classification of images, two nets that play against each other.
@NullMarked
package profundo.lab.task;

import org.jspecify.annotations.NullMarked;
