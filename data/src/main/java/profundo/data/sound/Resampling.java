package profundo.data.sound;

/// A sound at another rate: each new sample is the band-limited signal's value at its time, by a
/// sinc under a Hann window (Smith, "Digital audio resampling"). What the new rate cannot hold is
/// left out.
final class Resampling {
  private static final int CROSSINGS = 16;

  private Resampling() {}

  static float[] of(float[] sound, int from, int to) {
    double band = Math.min(1, (double) to / from);
    double reach = CROSSINGS / band;
    var resampled = new float[(int) ((long) sound.length * to / from)];
    for (int i = 0; i < resampled.length; i++) {
      double place = (double) i * from / to;
      int first = Math.max(0, (int) Math.ceil(place - reach));
      int last = Math.min(sound.length - 1, (int) Math.floor(place + reach));
      double sum = 0;
      for (int at = first; at <= last; at++) {
        double distance = at - place;
        double window = 0.5 + 0.5 * Math.cos(Math.PI * distance / reach);
        sum += sound[at] * window * band * sinc(band * distance);
      }
      resampled[i] = (float) sum;
    }
    return resampled;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
