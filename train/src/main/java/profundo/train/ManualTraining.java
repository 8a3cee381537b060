package profundo.train;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import profundo.data.Batches;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// A training whose steps are made by hand, by two optimizers in turns, say.
///
/// @param <B> what a batch is
public final class ManualTraining<B> extends Training<B, ManualTraining<B>> {
  private final Function<B, Tensor> whole;

  ManualTraining(
      Course course,
      Batches<B> batches,
      OptionalInt epochs,
      String name,
      Function<B, Tensor> whole) {
    super(course, batches, epochs, name);
    this.whole = whole;
  }

  @Override
  ManualTraining<B> self() {
    return this;
  }

  @Override
  Tensor loss(B batch) {
    return whole.apply(batch);
  }

  @Override
  FirstNotFinite cause(List<Net> nets, boolean afterSteps, B batch) {
    return FirstNotFinite.without(nets, afterSteps);
  }
}
