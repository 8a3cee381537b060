/// Datasets and where they come from, decoders of their files, and loaders that make batches of
/// them off the training thread.
@NullMarked
package profundo.data;

import org.jspecify.annotations.NullMarked;
