/// Images: decoders, folders and collections of them, and how a net wants them.
@NullMarked
package profundo.data.image;

import org.jspecify.annotations.NullMarked;
