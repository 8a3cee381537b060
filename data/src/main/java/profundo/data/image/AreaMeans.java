package profundo.data.image;

/// Scales the window of a picture by the means of areas: each pixel is the mean of those that it
/// covers, whole ones, as in PyTorch's `interpolate(mode="area")`.
///
/// @param top where the window begins
/// @param height of the window
/// @param outHeight of what it becomes
record AreaMeans(
    ImageFile.Bitmap picture,
    int top,
    int left,
    int height,
    int width,
    int outHeight,
    int outWidth) {

  /// A byte for each pixel, one channel after the other: red, green and blue, or their luma.
  byte[] planes(int channels) {
    var planes = new byte[Math.multiplyExact(channels, outHeight * outWidth)];
    for (int y = 0; y < outHeight; y++) {
      int fromY = top + begin(y, height, outHeight);
      int toY = top + end(y, height, outHeight);
      for (int x = 0; x < outWidth; x++) {
        int fromX = left + begin(x, width, outWidth);
        int toX = left + end(x, width, outWidth);
        write(planes, channels, y * outWidth + x, fromY, toY, fromX, toX);
      }
    }
    return planes;
  }

  private static int begin(int place, int from, int to) {
    return (int) ((long) place * from / to);
  }

  private static int end(int place, int from, int to) {
    return (int) Math.ceilDiv((place + 1L) * from, to);
  }

  private void write(byte[] planes, int channels, int at, int fromY, int toY, int fromX, int toX) {
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = fromY; y < toY; y++) {
      int line = y * picture.width();
      for (int x = line + fromX; x < line + toX; x++) {
        int colour = picture.colours()[x];
        red += colour >> 16 & 0xff;
        green += colour >> 8 & 0xff;
        blue += colour & 0xff;
      }
    }
    double pixels = (double) (toY - fromY) * (toX - fromX);
    if (channels == 1) {
      planes[at] = (byte) Math.rint(ImageShape.luma(red, green, blue) / pixels);
    } else {
      planes[at] = (byte) Math.rint(red / pixels);
      planes[outHeight * outWidth + at] = (byte) Math.rint(green / pixels);
      planes[2 * outHeight * outWidth + at] = (byte) Math.rint(blue / pixels);
    }
  }
}
