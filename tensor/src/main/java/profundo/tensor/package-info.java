/// Tensors, automatic differentiation and the lifetime of native memory, on libtorch.
///
/// The only package that names the binding. Everything here is used from platform threads.
@NullMarked
package profundo.tensor;

import org.jspecify.annotations.NullMarked;
