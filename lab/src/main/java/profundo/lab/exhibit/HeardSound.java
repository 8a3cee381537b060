package profundo.lab.exhibit;

import java.util.Base64;
import java.util.List;
import profundo.data.image.Pictures;
import profundo.data.sound.Wav;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A sound to play, with its spectrogram and what a net hears in it over time.
///
/// @param spectrogram from the first frame to the last, low bands below, loud ones dark; its line
///   says what the sound is
/// @param wav a WAV file in Base64
/// @param seconds how long it is
/// @param classes what the net tells apart; the last is the blank, which stands for nothing heard
/// @param probabilities `[frame][class]`
public record HeardSound(
    Gallery.Item spectrogram,
    String wav,
    double seconds,
    List<String> classes,
    float[][] probabilities) {

  /// A sound.
  ///
  /// @param caption a label, or a line with `{0}`, `{1}`, … in the places of labels
  /// @param bands how loud each band is over time, `[bands, frames]`, in any unit
  /// @param probabilities `[T, classes]`
  public static HeardSound of(
      String caption,
      List<String> labels,
      Wav sound,
      Tensor bands,
      List<String> classes,
      Tensor probabilities) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var base64 = Base64.getEncoder();
      var low = bands.min();
      var dark = bands.sub(low).div(bands.max().sub(low).add(1e-9)).rsub(1).flip(0);
      var png = Pictures.png(dark.to(DType.FLOAT32).contiguous());
      var each = new float[Math.toIntExact(probabilities.size(0))][];
      for (int frame = 0; frame < each.length; frame++) {
        each[frame] = probabilities.select(0, frame).toFloatArray();
      }
      return new HeardSound(
          new Gallery.Item(caption, List.copyOf(labels), base64.encodeToString(png)),
          base64.encodeToString(sound.bytes()),
          (double) sound.samples().size(1) / sound.rate(),
          List.copyOf(classes),
          each);
    }
  }
}
