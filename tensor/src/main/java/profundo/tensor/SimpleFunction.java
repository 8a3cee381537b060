package profundo.tensor;

import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A function of one input and one output, by two lambdas.
record SimpleFunction(
    BiFunction<AutogradContext, Tensor, Tensor> first,
    BiFunction<AutogradContext, Tensor, Tensor> second)
    implements AutogradFunction {
  @Override
  public List<Tensor> forward(AutogradContext context, List<Tensor> inputs) {
    if (inputs.size() != 1) {
      throw new TensorException(
          "AutogradFunction: a function that of(…) made takes one input, and "
              + inputs.size()
              + " are given: implement AutogradFunction for more.");
    }
    return Collections.singletonList(first.apply(context, inputs.getFirst()));
  }

  @Override
  public List<@Nullable Tensor> backward(AutogradContext context, List<Tensor> gradients) {
    if (gradients.size() != 1) {
      throw new TensorException(
          "AutogradFunction: a function that of(…) made has one output, and the gradients of "
              + gradients.size()
              + " are given: implement AutogradFunction for more.");
    }
    return Collections.singletonList(second.apply(context, gradients.getFirst()));
  }
}
