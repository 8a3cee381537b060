/// Residual nets on CIFAR-10 (He et al. 2016).
@NullMarked
package profundo.recipes.resnet;

import org.jspecify.annotations.NullMarked;
