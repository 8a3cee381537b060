package profundo.data.image;

/// Why a photo may not show one handwritten digit as a net has learnt them: see
/// [DigitPhoto#doubts].
public enum DigitDoubt {
  /// What is drawn hardly differs from its ground.
  FAINT,
  /// What is drawn reaches the photo's border: a part is cut off, or there is a frame or a shadow.
  BORDER,
  /// There are several things beside each other, such as digits of a number.
  SEVERAL,
  /// What is drawn is much wider than tall.
  WIDE,
  /// What is drawn is an area rather than strokes: a frame, a shadow, or other than dark on light
  /// or light on dark.
  FILLED,
  /// What is drawn has too few pixels to be read.
  SMALL
}
