package profundo.models;

import profundo.tensor.Tensor;

/// The targets of LeNet-5's last hidden layer: each digit as a picture of 7×12 pixels, +1 for ink
/// and −1 for ground, in the manner of figure 3 of LeCun et al. 1998. The figure's own bitmaps were
/// not at hand: these are drawn anew. They are a buffer of the net, so that a state dict holds the
/// codes that its weights were trained for.
final class DigitCodes {
  private static final String[] DIGITS = {
    "....... .#####. ##...## #.....# #.....# #.....# #.....# #.....# #.....# ##...## .#####. .......",
    "....... ...##.. ..###.. .####.. ...##.. ...##.. ...##.. ...##.. ...##.. ...##.. .###### .......",
    "....... .#####. ##...## .....## .....## ....##. ...##.. ..##... .##.... ##..... ####### .......",
    "....... ####### .....## ....##. ...##.. ..####. .....## ......# ......# ##...## .#####. .......",
    "....... ##...## ##...## ##...## ##...## ##...## .###### .....## .....## .....## .....## .......",
    "....... ####### ##..... ##..... ##..... ######. .....## ......# ......# ##...## .#####. .......",
    "....... ..####. .##.... ##..... #...... #.####. ###..## #.....# #.....# ##...## .#####. .......",
    "####### #.....# .....## ....##. ....#.. ...##.. ...#... ..##... ..##... .##.... .##.... .......",
    "....... .#####. ##...## #.....# ##...## .#####. ##...## #.....# #.....# ##...## .#####. .......",
    "....... .#####. ##...## #.....# #.....# ##...## .###### ......# .....## ....##. .###... ......."
  };

  private DigitCodes() {}

  static Tensor tensor() {
    var codes = new float[10 * 84];
    for (int digit = 0; digit < 10; digit++) {
      var pixels = DIGITS[digit].replace(" ", "");
      for (int i = 0; i < 84; i++) {
        codes[digit * 84 + i] = pixels.charAt(i) == '#' ? 1 : -1;
      }
    }
    return Tensor.of(codes, 10, 84);
  }
}
