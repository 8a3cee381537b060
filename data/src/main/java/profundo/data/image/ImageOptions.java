package profundo.data.image;

import java.util.function.Consumer;
import profundo.base.Given;
import profundo.base.ProfundoException;

/// How [Images] turn bytes into floats. Without options a byte becomes a number between 0 and 1.
public final class ImageOptions {
  int border;
  int crop;
  boolean flip;
  boolean randomCrop;
  private double[] mean = {0};
  private double[] std = {1};
  private boolean unscaled;

  private ImageOptions() {}

  static ImageOptions of(Consumer<ImageOptions> settings) {
    Given.require("settings", settings);
    var options = new ImageOptions();
    settings.accept(options);
    return options;
  }

  /// Subtracts a mean and divides by a standard deviation, after scaling to 0…1: one number for
  /// each channel, or one for all.
  public ImageOptions normalise(double[] mean, double[] std) {
    Given.require("mean", mean);
    Given.require("std", std);
    if (mean.length == 0 || mean.length != std.length) {
      throw new ProfundoException(
          "normalise: " + mean.length + " means and " + std.length + " standard deviations.");
    }
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(mean[i]) || !(std[i] > 0 && std[i] < Double.POSITIVE_INFINITY)) {
        throw new ProfundoException(
            "normalise: a mean is finite and a standard deviation above 0, not "
                + mean[i]
                + " and "
                + std[i]
                + ".");
      }
    }
    this.mean = mean.clone();
    this.std = std.clone();
    return this;
  }

  /// As [#normalise(double[],double[])] with one number for all channels.
  public ImageOptions normalise(double mean, double std) {
    return normalise(new double[] {mean}, new double[] {std});
  }

  /// Scales linearly so that black (0) becomes `low` and white (255) `high`.
  public ImageOptions range(double low, double high) {
    if (!(low < high)) {
      throw new ProfundoException("range: black (" + low + ") is below white (" + high + ").");
    }
    return normalise(-low / (high - low), 1 / (high - low));
  }

  /// Leaves bytes as numbers from 0 to 255.
  public ImageOptions unscaled() {
    this.unscaled = true;
    return this;
  }

  /// Adds a border of black this wide on each side.
  public ImageOptions border(int pixels) {
    this.border = notNegative("border", pixels);
    return this;
  }

  /// Moves the picture by up to this many pixels in each direction, black coming in: the same as a
  /// random crop out of the picture with such a border (He et al. 2016, section 4.2).
  public ImageOptions crop(int pixels) {
    this.crop = notNegative("crop", pixels);
    return this;
  }

  /// Mirrors every other picture, left to right.
  public ImageOptions flip() {
    this.flip = true;
    return this;
  }

  /// Cuts what the net reads anywhere out of a picture that is larger ([ImageCrop#margin]), and not
  /// out of its middle (Krizhevsky et al. 2012, section 4.1).
  public ImageOptions randomCrop() {
    this.randomCrop = true;
    return this;
  }

  /// Whether a picture looks different each time.
  boolean draws() {
    return crop > 0 || flip || randomCrop;
  }

  void requireChannels(int channels) {
    if (mean.length != 1 && mean.length != channels) {
      throw new ProfundoException(
          "normalise: " + mean.length + " means for " + channels + " channels.");
    }
  }

  private static int notNegative(String name, int pixels) {
    if (pixels < 0) {
      throw new ProfundoException(name + ": pixels are 0 or more, not " + pixels + ".");
    }
    return pixels;
  }

  float scale(int channel) {
    return (float) ((unscaled ? 1 : 1 / 255.0) / std[channel % std.length]);
  }

  float shift(int channel) {
    return (float) (-mean[channel % mean.length] / std[channel % std.length]);
  }
}
