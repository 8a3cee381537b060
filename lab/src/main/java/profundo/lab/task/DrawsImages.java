package profundo.lab.task;

import java.util.ArrayList;
import java.util.Set;
import profundo.base.Text;
import profundo.data.image.Pictures;
import profundo.lab.Input;
import profundo.lab.InputPart;
import profundo.lab.Prediction;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A recipe whose own net draws images from random numbers.
///
/// @param <S> its settings
public interface DrawsImages<S extends RecipeSettings> extends Recipe<S> {
  /// So many new images, `[count, C, H, W]`, 0 to 1, on any device.
  Tensor draw(Trained<S> trained, int count);

  @Override
  default Set<InputPart> takes() {
    return Set.of(InputPart.NOTHING, InputPart.COUNT, InputPart.SEED);
  }

  /// Draws images, 100 unless another count is said, as one image with as many rows as columns.
  @Override
  default Prediction predict(Trained<S> trained, Input input) {
    int count = input.sampling().count().orElse(100);
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var images = drawn(trained, count);
      int columns = (int) Math.ceil(Math.sqrt(count));
      long seed = input.sampling().seedOrOne();
      var said = count == 1 ? "drawn.one" : "drawn";
      return Prediction.of(Text.of(UsageException.class).get(said, count, Long.toString(seed)))
          .with("count", count)
          .with("seed", seed)
          .draw(Pictures.png(Pictures.grid(images, columns)));
    }
  }

  /// In pieces, so that many need little more memory than some.
  private Tensor drawn(Trained<S> trained, int count) {
    int most = 500;
    var pieces = new ArrayList<Tensor>();
    for (int first = 0; first < count; first += most) {
      try (var piece = Scope.open()) {
        pieces.add(piece.keep(draw(trained, Math.min(most, count - first)).to(Device.CPU)));
      }
    }
    return Tensor.cat(0, pieces.toArray(Tensor[]::new));
  }
}
