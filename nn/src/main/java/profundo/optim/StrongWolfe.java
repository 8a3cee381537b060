package profundo.optim;

import profundo.tensor.Tensor;

/// Finds a step along a direction after which the loss has fallen enough and its slope is nearly
/// level, the strong Wolfe conditions: the step grows until such a point lies between two, and the
/// interval is then narrowed by cubic interpolation (Nocedal & Wright 2006, algorithms 3.5 and 3.6;
/// the constants are those of PyTorch).
final class StrongWolfe {
  private static final double FALL = 1e-4;
  private static final double LEVEL = 0.9;
  private static final double NARROWEST = 1e-9;
  private static final double BORDER = 0.1;
  private static final int MOST = 25;

  private final Line line;
  private final Point start;
  private final double longest;

  /// A place on the line.
  ///
  /// @param step how far along the direction
  /// @param slope the loss's derivative by the step
  record Point(double step, double loss, Tensor gradient, double slope) {}

  /// The loss along the direction.
  interface Line {
    Point at(double step);
  }

  /// @param longest the direction's largest element
  StrongWolfe(Line line, Point start, double longest) {
    this.line = line;
    this.start = start;
    this.longest = longest;
  }

  /// The point that was found, or the best that was seen; where none is better, the start.
  Point search(double first) {
    var last = start;
    var now = line.at(first);
    for (int i = 0; i < MOST; i++) {
      if (isHigh(now) || (i > 1 && !(now.loss < last.loss))) {
        return narrow(last, now, i);
      }
      if (isLevel(now)) {
        return now;
      }
      if (now.slope >= 0) {
        return narrow(last, now, i);
      }
      double least = now.step + 0.01 * (now.step - last.step);
      double next = cubic(last, now, least, 10 * now.step);
      last = now;
      now = line.at(next);
    }
    return now.loss < start.loss ? now : start;
  }

  /// A loss that is no number is a high one.
  private boolean isHigh(Point point) {
    return !(point.loss <= start.loss + FALL * point.step * start.slope);
  }

  private boolean isLevel(Point point) {
    return Math.abs(point.slope) <= -LEVEL * start.slope;
  }

  private Point narrow(Point one, Point other, int tried) {
    boolean isOther = other.loss < one.loss;
    var low = isOther ? other : one;
    var high = isOther ? one : other;
    boolean atBorder = false;
    for (int i = tried; i < MOST; i++) {
      double least = Math.min(low.step, high.step);
      double most = Math.max(low.step, high.step);
      if ((most - least) * longest < NARROWEST) {
        return low;
      }
      double next = cubic(low, high, least, most);
      double margin = BORDER * (most - least);
      if (Math.min(most - next, next - least) >= margin) {
        atBorder = false;
      } else if (atBorder || next >= most || next <= least) {
        next = Math.abs(next - most) < Math.abs(next - least) ? most - margin : least + margin;
        atBorder = false;
      } else {
        atBorder = true;
      }
      var now = line.at(next);
      if (isHigh(now) || !(now.loss < low.loss)) {
        boolean isLower = now.loss < low.loss;
        high = isLower ? low : now;
        low = isLower ? now : low;
      } else if (isLevel(now)) {
        return now;
      } else {
        high = now.slope * (high.step - low.step) >= 0 ? low : high;
        low = now;
      }
    }
    return low;
  }

  /// Where the cubic through two points with their slopes is least, within bounds; the middle where
  /// there is no such place.
  private static double cubic(Point a, Point b, double least, double most) {
    double mean = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.step - b.step);
    double square = mean * mean - a.slope * b.slope;
    double root = Math.copySign(Math.sqrt(square), b.step - a.step);
    double place =
        b.step - (b.step - a.step) * (b.slope + root - mean) / (b.slope - a.slope + 2 * root);
    return Double.isFinite(place) ? Math.clamp(place, least, most) : (least + most) / 2;
  }
}
