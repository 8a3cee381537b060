package profundo.lab;

/// About how long a recipe takes, in seconds: on two cores, and `paper` on a GPU.
public record Seconds(int smoke, int laptop, int paper) {
  /// The time of a scale.
  public int at(Scale scale) {
    return switch (scale) {
      case SMOKE -> smoke;
      case LAPTOP -> laptop;
      case PAPER -> paper;
    };
  }
}
