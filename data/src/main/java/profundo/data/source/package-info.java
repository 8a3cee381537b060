/// The catalogue of datasets, and where their files come from: cache, mirror, packages, network.
@NullMarked
package profundo.data.source;

import org.jspecify.annotations.NullMarked;
