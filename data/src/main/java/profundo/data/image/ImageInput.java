package profundo.data.image;

import java.util.function.Consumer;
import profundo.base.Given;
import profundo.tensor.Tensor;

/// How a net wants to see pictures, said once: to the loader, which turns bytes into numbers, and
/// for pictures that are tensors already, through which gradients pass.
///
/// ```java
/// var input = new ImageInput(o -> o.range(-0.1, 1.175).border(2));
/// ```
///
/// @param options scaling and border; what draws at random (crop, flip) has no place here
public record ImageInput(Consumer<ImageOptions> options) {
  /// Pictures as they are, 0 to 1.
  public static final ImageInput PLAIN = new ImageInput(o -> {});

  /// Refuses what would look different each time.
  public ImageInput {
    if (ImageOptions.of(options).draws()) {
      throw new IllegalArgumentException("a net's input is not drawn: say crop and flip to Images");
    }
  }

  /// Pictures out of bytes.
  public Images of(Images images) {
    Given.require("images", images);
    return images.with(options);
  }

  /// Pictures `[N, C, H, W]`, 0 to 1, as the loader would give them: `[N, C, H + 2b, W + 2b]` with
  /// a border of b pixels.
  public Tensor of(Tensor pictures) {
    Given.require("pictures", pictures);
    var set = ImageOptions.of(options);
    int channels = Math.toIntExact(pictures.size(1));
    set.requireChannels(channels);
    var scale = new float[channels];
    var shift = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      scale[channel] = 255 * set.scale(channel);
      shift[channel] = set.shift(channel);
    }
    var framed =
        set.border == 0
            ? pictures
            : pictures.pad(0, set.border, set.border, set.border, set.border);
    return framed.mul(row(scale, pictures)).add(row(shift, pictures));
  }

  private static Tensor row(float[] values, Tensor like) {
    return Tensor.of(values, 1, values.length, 1, 1).to(like.device());
  }
}
