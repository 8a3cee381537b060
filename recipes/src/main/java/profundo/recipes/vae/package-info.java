/// The variational autoencoder (Kingma & Welling 2013).
@NullMarked
package profundo.recipes.vae;

import org.jspecify.annotations.NullMarked;
