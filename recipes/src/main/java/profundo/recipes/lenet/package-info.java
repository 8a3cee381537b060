/// LeNet-5 (LeCun et al. 1998).
@NullMarked
package profundo.recipes.lenet;

import org.jspecify.annotations.NullMarked;
