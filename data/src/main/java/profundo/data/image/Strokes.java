package profundo.data.image;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The strokes of a photo: which pixels are ink, and how they hang together.
///
/// @param ink how strong the ink of each pixel is, row by row, 0 to 1
/// @param width of the photo
/// @param contrast how much the strongest ink differs from its ground, 0 to 1
record Strokes(float[] ink, int width, float contrast) {
  private static final float SOLID = 0.5f;
  private static final double FAINT = 0.25;
  private static final double ON_BORDER = 0.01;
  private static final double OTHER = 0.2;
  private static final double WIDE = 1.6;
  private static final double FILLED = 0.75;
  private static final int SMALL = 10;

  /// Pixels that touch each other, by their sides or corners.
  ///
  /// @param pixels how many
  private record Piece(int pixels, int left, int top, int right, int bottom) {
    int width() {
      return right - left + 1;
    }

    int height() {
      return bottom - top + 1;
    }

    /// Whether the two stand beside or above each other without a column or a row in common.
    boolean isApartFrom(Piece other) {
      return right < other.left || other.right < left || bottom < other.top || other.bottom < top;
    }

    Piece with(Piece other) {
      return new Piece(
          pixels + other.pixels,
          Math.min(left, other.left),
          Math.min(top, other.top),
          Math.max(right, other.right),
          Math.max(bottom, other.bottom));
    }
  }

  /// Why they may not be one digit; in the order of the enum.
  Set<DigitDoubt> doubts() {
    var doubts = EnumSet.noneOf(DigitDoubt.class);
    if (contrast < FAINT) {
      doubts.add(DigitDoubt.FAINT);
    }
    if (onBorder() > ON_BORDER) {
      doubts.add(DigitDoubt.BORDER);
    }
    var pieces = pieces();
    var all = pieces.stream().reduce(Piece::with).orElseThrow();
    if (areSeveral(pieces, all)) {
      doubts.add(DigitDoubt.SEVERAL);
    }
    if (all.width() > WIDE * all.height()) {
      doubts.add(DigitDoubt.WIDE);
    }
    if (isFilled(all)) {
      doubts.add(DigitDoubt.FILLED);
    }
    if (Math.max(all.width(), all.height()) < SMALL) {
      doubts.add(DigitDoubt.SMALL);
    }
    return doubts;
  }

  /// The share of the border's pixels that is ink.
  private double onBorder() {
    int height = ink.length / width;
    int count = 0;
    for (int x = 0; x < width; x++) {
      count += solid(x) + solid((height - 1) * width + x);
    }
    for (int y = 0; y < height; y++) {
      count += solid(y * width) + solid(y * width + width - 1);
    }
    return count / (2.0 * (width + height));
  }

  private int solid(int pixel) {
    return ink[pixel] >= SOLID ? 1 : 0;
  }

  private static boolean areSeveral(List<Piece> pieces, Piece all) {
    var large = pieces.stream().filter(piece -> piece.pixels() > OTHER * all.pixels()).toList();
    return large.stream().anyMatch(one -> large.stream().anyMatch(one::isApartFrom));
  }

  /// A straight stroke fills its box too: it is slender.
  private boolean isFilled(Piece all) {
    double share = (double) all.pixels() / (all.width() * all.height());
    boolean isSlender =
        Math.max(all.width(), all.height()) > 2 * Math.min(all.width(), all.height());
    return share > FILLED && !isSlender;
  }

  private List<Piece> pieces() {
    var seen = new boolean[ink.length];
    var waiting = new int[ink.length];
    var pieces = new ArrayList<Piece>();
    for (int pixel = 0; pixel < ink.length; pixel++) {
      if (ink[pixel] >= SOLID && !seen[pixel]) {
        pieces.add(piece(pixel, seen, waiting));
      }
    }
    return pieces;
  }

  private Piece piece(int first, boolean[] seen, int[] waiting) {
    int height = ink.length / width;
    int count = 1;
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    waiting[0] = first;
    seen[first] = true;
    for (int next = 0; next < count; next++) {
      int x = waiting[next] % width;
      int y = waiting[next] / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (int toY = Math.max(0, y - 1); toY <= Math.min(height - 1, y + 1); toY++) {
        for (int toX = Math.max(0, x - 1); toX <= Math.min(width - 1, x + 1); toX++) {
          int to = toY * width + toX;
          if (!seen[to] && ink[to] >= SOLID) {
            seen[to] = true;
            waiting[count++] = to;
          }
        }
      }
    }
    return new Piece(count, left, top, right, bottom);
  }
}
