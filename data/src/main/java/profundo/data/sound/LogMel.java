package profundo.data.sound;

import profundo.base.Given;
import profundo.data.shared.Ranges;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// How loud a sound is in each of some bands of pitch over time, as a logarithm.
///
/// The energies |X|² of short-time Fourier transforms under Hann windows are summed in triangular
/// bands that lie evenly on the mel scale (O'Shaughnessy 1987), mel(f) = 2595 · log₁₀(1 + f/700),
/// from 0 to half the sampling rate; out come log(10⁻⁶ + energy).
public final class LogMel {
  private static final double FLOOR = 1e-6;
  private static final int LONGEST = 1_000_000;
  private static final int MOST = Integer.MAX_VALUE - 1;

  private final int rate;
  private final int hop;
  private final Tensor window;
  private final Tensor filters;

  /// @param rate samples a second, 1 or more
  /// @param window samples in a window, 1 to a million; 25 ms are usual for speech
  /// @param hop samples from one frame to the next, 1 to a million; 10 ms are usual
  /// @param bands the number of bands, 1 to 1024
  /// @throws profundo.base.ProfundoException if one of them is another number
  public LogMel(int rate, int window, int hop, int bands) {
    Ranges.positive("rate", rate);
    Ranges.require("window", window, 1, LONGEST);
    Ranges.require("bands", bands, 1, 1024);
    this.rate = rate;
    this.hop = Ranges.require("hop", hop, 1, LONGEST);
    int length = Integer.highestOneBit(2 * window - 1) * 2;
    int before = (length - window) / 2;
    try (var _ = Scope.open()) {
      this.window =
          Scope.release(Tensors.hannWindow(window).pad(0, before, length - window - before));
      this.filters = Scope.release(filters(rate, length / 2 + 1, bands));
    }
  }

  /// The features of sounds `[samples]` or `[N, samples]`, −1 to 1: `[bands, frames]` or `[N,
  /// bands, frames]`. Frame t is centred on sample t · hop, so there are samples / hop + 1; the
  /// sound is mirrored at its ends, and has to be at least half a transform long, which is the
  /// power of two next above two windows.
  public Tensor of(Tensor sound) {
    Given.require("sound", sound);
    return filters.matmul(sound.stft(hop, window).abs().square()).add(FLOOR).log();
  }

  /// The number of frames of so many samples.
  public long frames(long samples) {
    return samples / hop + 1;
  }

  /// How many seconds pass from one frame to the next.
  public double seconds() {
    return (double) hop / rate;
  }

  /// The samples of a transform.
  int transform() {
    return (int) window.size(0);
  }

  /// The number of samples that give so many frames.
  public int samples(int frames) {
    return Ranges.require("samples", (Ranges.positive("frames", frames) - 1L) * hop, 0, MOST);
  }

  /// The bands' weights for each frequency of the transform, `[bands, frequencies]`: each rises
  /// from its lower neighbour's centre to 1 at its own and falls to its upper neighbour's.
  private static Tensor filters(int rate, int frequencies, int bands) {
    var weights = new float[Math.multiplyExact(bands, frequencies)];
    double top = mel(rate / 2.0);
    for (int band = 0; band < bands; band++) {
      double low = hertz(top * band / (bands + 1));
      double centre = hertz(top * (band + 1) / (bands + 1));
      double high = hertz(top * (band + 2) / (bands + 1));
      for (int k = 0; k < frequencies; k++) {
        double f = rate / 2.0 * k / (frequencies - 1);
        double weight = Math.min((f - low) / (centre - low), (high - f) / (high - centre));
        weights[band * frequencies + k] = (float) Math.max(0, weight);
      }
    }
    return Tensor.of(weights, bands, frequencies);
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
