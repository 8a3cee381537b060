package profundo.nn;

import java.util.Arrays;
import java.util.function.Consumer;

/// The options of a convolution; one number stands for every spatial dimension.
///
/// ```java
/// new Conv2d(3, 64, 7, o -> o.stride(2).padding(3).bias(false))
/// ```
public final class ConvOptions {
  private final int spatial;
  long[] stride;
  long[] padding;
  long[] outputPadding;
  long[] dilation;
  long groups = 1;
  boolean bias = true;

  private ConvOptions(int spatial) {
    this.spatial = spatial;
    this.stride = all(1);
    this.padding = all(0);
    this.outputPadding = all(0);
    this.dilation = all(1);
  }

  /// The kernel's sizes, one for each spatial dimension.
  long[] kernel(long... kernel) {
    return sizes("kernel", 1, kernel);
  }

  static ConvOptions of(int spatial, Consumer<ConvOptions> choose) {
    Given.require("choose", choose);
    var options = new ConvOptions(spatial);
    choose.accept(options);
    return options;
  }

  /// How far the kernel moves; 1 unless said.
  public ConvOptions stride(long... stride) {
    Given.require("stride", stride);
    this.stride = sizes("stride", 1, stride);
    return this;
  }

  /// The zeros on each side; 0 unless said.
  public ConvOptions padding(long... padding) {
    Given.require("padding", padding);
    this.padding = sizes("padding", 0, padding);
    return this;
  }

  /// What a transposed convolution adds to one side of its output; 0 unless said.
  public ConvOptions outputPadding(long... padding) {
    Given.require("padding", padding);
    this.outputPadding = sizes("outputPadding", 0, padding);
    return this;
  }

  /// How far the kernel's elements lie apart; 1 unless said.
  public ConvOptions dilation(long... dilation) {
    Given.require("dilation", dilation);
    this.dilation = sizes("dilation", 1, dilation);
    return this;
  }

  /// The number of groups that input and output channels are split into; 1 unless said.
  public ConvOptions groups(long groups) {
    this.groups = sizes("groups", 1, groups)[0];
    return this;
  }

  /// Whether there is a bias; there is unless said.
  public ConvOptions bias(boolean bias) {
    this.bias = bias;
    return this;
  }

  long[] all(long value) {
    var result = new long[spatial];
    Arrays.fill(result, value);
    return result;
  }

  void requireGroups(long in, long out) {
    if (in % groups != 0 || out % groups != 0) {
      throw new NetException(
          "A convolution "
              + in
              + "→"
              + out
              + " cannot have "
              + groups
              + " groups: both numbers of channels have to be multiples of it.");
    }
  }

  private long[] sizes(String name, long least, long... given) {
    return Sizes.each(name, spatial, Sizes.atLeast(name, least, given));
  }
}
