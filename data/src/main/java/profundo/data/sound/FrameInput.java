package profundo.data.sound;

import java.util.Arrays;
import profundo.base.Given;
import profundo.data.shared.Ranges;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// What a net hears of sounds: log-mel frames, each band with mean 0 and variance 1 over a sound's
/// own frames, a few neighbours joined into one.
///
/// ```java
/// var input = new FrameInput(new LogMel(8000, 200, 80, 40), 3);
/// for (var batch : loader.epoch(0)) {
///   var heard = input.of(batch.x(), batch.lengths(0)); // of a SequenceDataset
/// }
/// ```
public final class FrameInput {
  private static final double SMALL = 1e-5;

  private final LogMel mel;
  private final int joined;

  /// @param joined how many frames stand in one, side by side, 1 or more
  public FrameInput(LogMel mel, int joined) {
    this.mel = Given.require("mel", mel);
    this.joined = Ranges.positive("joined", joined);
  }

  /// Frames of several sounds.
  ///
  /// @param frames `[N, longest, joined · bands]`, zeros behind what is shorter
  /// @param lengths how many frames each sound has
  public record Frames(Tensor frames, long[] lengths) {}

  /// The frames of sounds `[N, longest]` with zeros behind what is shorter; each is heard as if it
  /// were alone.
  ///
  /// @param lengths the samples of each
  public Frames of(Tensor sounds, long[] lengths) {
    Given.require("sounds", sounds);
    Given.require("lengths", lengths);
    try (var scope = Scope.open()) {
      var heard = mel.of(sounds.pad(0, 0, mel.transform())).transpose(1, 2); // [N, T, bands]
      var counts = Arrays.stream(lengths).map(length -> Math.max(1, mel.frames(length) / joined));
      var frames = counts.toArray();
      long longest = Arrays.stream(frames).max().orElse(0);
      var own = mask(frames, longest).to(sounds.device());
      var kept = heard.narrow(1, 0, longest * joined);
      return new Frames(scope.keep(joined(normalised(kept, own), longest)), frames);
    }
  }

  /// How many seconds pass from one of these frames to the next.
  public double seconds() {
    return joined * mel.seconds();
  }

  /// `[N, longest · joined, 1]`: 1 for a sound's own frames, else 0.
  private Tensor mask(long[] frames, long longest) {
    var places = Tensor.arange(longest * joined).unsqueeze(0);
    return places.lt(Tensor.of(frames).mul(joined).unsqueeze(1)).to(DType.FLOAT32).unsqueeze(2);
  }

  private static Tensor normalised(Tensor frames, Tensor own) {
    var count = own.sum(true, 1);
    var centred = frames.sub(frames.mul(own).sum(true, 1).div(count)).mul(own);
    var variance = centred.square().sum(true, 1).div(count);
    return centred.div(variance.add(SMALL).sqrt());
  }

  private Tensor joined(Tensor frames, long longest) {
    return frames.reshape(frames.size(0), longest, joined * frames.size(2));
  }
}
