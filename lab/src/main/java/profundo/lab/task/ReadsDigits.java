package profundo.lab.task;

import java.nio.file.Path;
import java.util.List;
import profundo.base.Text;
import profundo.data.image.DigitPhoto;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.RecipeSettings;
import profundo.lab.UsageException;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.tensor.Tensor;
import profundo.train.Facts;

/// A recipe whose own net reads the 28×28 pictures of [UsedImages#DATA], and photos made like them.
///
/// @param <S> its settings
public interface ReadsDigits<S extends RecipeSettings> extends ReadsImages<S> {
  /// Which of these data it reads.
  String data(S settings);

  @Override
  default Facts facts(S settings) {
    return ReadsImages.classes(ImageData.of(data(settings)).classes());
  }

  @Override
  default void example(S settings, Net net) {
    if (net instanceof Layer layer) {
      layer.forward(input(settings).of(Tensor.zeros(1, 1, 28, 28)));
    }
  }

  @Override
  default LabelledImages images(S settings, Sources sources) {
    return UsedImages.all(data(settings), sources);
  }

  /// A photo of a digit as those of MNIST are; what a person's own folder taught is cut out of a
  /// photo as it was there.
  @Override
  default Tensor pictures(S settings, Path file) {
    return ImageData.isKnown(data(settings)) ? DigitPhoto.read(file) : UsedImages.crop().read(file);
  }

  /// What speaks against a single digit, where digits were learnt.
  @Override
  default List<String> doubts(S settings, Path file) {
    if (!data(settings).equals("mnist")) {
      return List.of();
    }
    var text = Text.of(UsageException.class);
    return DigitPhoto.doubts(file).stream().map(doubt -> text.get("doubt." + doubt)).toList();
  }
}
