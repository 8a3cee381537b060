package profundo.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.data.Loader;
import profundo.data.RealData;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class DigitStringsTest {
  @TempDir Path folder;

  /// Recordings that tell who says what: all samples of a clip are one number.
  private static List<SpokenDigits.Clip> clips() {
    var clips = new ArrayList<SpokenDigits.Clip>();
    for (int speaker = 0; speaker < 3; speaker++) {
      for (int digit = 0; digit < 10; digit++) {
        clips.add(clip(speaker, digit, 1000 + 10 * digit));
      }
    }
    return clips;
  }

  private static SpokenDigits.Clip clip(int speaker, int digit, int length) {
    var samples = Tensors.full(speaker + (digit + 1) / 100.0, length);
    return new SpokenDigits.Clip(Scope.release(samples), 8000, digit, "speaker" + speaker, 0);
  }

  @Test
  void aStringIsOfOneSpeakerAndItsDigitsAreThoseThatAreHeard() {
    var strings = new DigitStrings(clips(), 40, o -> o.digits(2, 4).pause(0.1));
    var speakers = new HashSet<Integer>();
    try (var loader = new Loader(strings, o -> o.batch(8).shuffle(3))) {
      for (var batch : loader.epoch(0)) {
        try (var _ = Scope.open()) {
          var counts = batch.lengths(1);
          for (int i = 0; i < batch.size(); i++) {
            var sound = batch.x().select(0, i).narrow(0, 0, batch.lengths(0)[i]).toFloatArray();
            var digits = Arrays.copyOf(batch.y().select(0, i).toLongArray(), (int) counts[i]);
            assertThat(counts[i]).isBetween(2L, 4L);
            assertThat(heard(sound)).containsExactly(digits);
            assertThat(sound[sound.length - 1]).as("a pause at the end").isZero();
            speakers.add(speaker(sound));
          }
        }
      }
    }
    assertThat(speakers).hasSize(3);
  }

  /// The digits in their order; a string of more than one speaker fails.
  private static long[] heard(float[] sound) {
    var digits = new ArrayList<Long>();
    int speaker = speaker(sound);
    for (int i = 1; i < sound.length; i++) {
      if (sound[i] != 0 && sound[i - 1] == 0) {
        assertThat((int) sound[i]).isEqualTo(speaker);
        digits.add((long) Math.round((sound[i] - speaker) * 100) - 1);
      }
    }
    return digits.stream().mapToLong(digit -> digit).toArray();
  }

  private static int speaker(float[] sound) {
    for (float sample : sound) {
      if (sample != 0) {
        return (int) sample;
      }
    }
    throw new AssertionError("silence");
  }

  @Test
  void stringsAreDrawnAnewInEachEpochAndAreTheSameInTheSameOne() {
    var strings = new DigitStrings(clips(), 16, o -> o.speed(0.2).noise(0.1));
    try (var one = new Loader(strings, o -> o.batch(16).shuffle(3));
        var same = new Loader(strings, o -> o.batch(16).shuffle(3).workers(3));
        var _ = Scope.open()) {
      var first = one.epoch(0).iterator().next();
      var again = same.epoch(0).iterator().next();
      assertThat(first.x().toFloatArray()).containsExactly(again.x().toFloatArray());
      var next = one.epoch(1).iterator().next();
      assertThat(next.lengths(0)).isNotEqualTo(again.lengths(0));
    }
  }

  @Test
  void aFasterStringIsShorterByThatShare() {
    var one = List.of(clip(0, 5, 4000));
    var strings = new DigitStrings(one, 200, o -> o.digits(1, 1).pause(0).speed(0.2));
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (long bits = 0; bits < 200; bits++) {
      int length = strings.length(0, 0, bits);
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    assertThat(shortest).isBetween((int) (4000 / 1.2), 3400);
    assertThat(longest).isBetween(4900, (int) (4000 / 0.8));
  }

  /// Nobody who is tested on is learnt from, nor held back for choices.
  @Test
  void theSpeakersOfTrainingAndTestAreDisjoint() {
    var digits = SpokenDigits.fsdd(RealData.into(folder));
    for (var speaker : digits.speakers()) {
      var split = digits.without(speaker);
      var own = split.heldBack();
      assertThat(split.test()).extracting(SpokenDigits.Clip::speaker).containsOnly(speaker);
      assertThat(own.train()).hasSize(2250);
      assertThat(own.test()).hasSize(250);
      for (var clips : List.of(own.train(), own.test())) {
        assertThat(clips).extracting(SpokenDigits.Clip::speaker).doesNotContain(speaker);
      }
      assertThat(own.train()).doesNotContainAnyElementsOf(own.test());
    }
  }

  @Test
  void aSoundIsHeardInABatchAsItIsAlone() {
    Rng.seed(5);
    var input = new FrameInput(new LogMel(8000, 200, 80, 20), 3);
    try (var _ = Scope.open()) {
      var sounds = Tensor.randn(2, 4000);
      sounds.select(0, 1).narrow(0, 2500, 1500).zero_();
      var both = input.of(sounds, new long[] {4000, 2500});
      var alone = input.of(sounds.narrow(0, 1, 1).narrow(1, 0, 2500), new long[] {2500});
      assertThat(both.lengths()).containsExactly(17, 10);
      assertThat(both.frames().shape().toArray()).containsExactly(2, 17, 60);
      assertThat(alone.frames().shape().toArray()).containsExactly(1, 10, 60);
      var own = both.frames().narrow(0, 1, 1).narrow(1, 0, 10);
      assertThat(own.allClose(alone.frames(), 1e-4, 1e-4)).isTrue();
      assertThat(both.frames().select(0, 1).narrow(0, 10, 7).abs().max().item()).isZero();
      var bands = alone.frames().reshape(30, 20);
      assertThat(bands.mean(0).abs().max().item()).isCloseTo(0, within(1e-4));
      assertThat(bands.square().mean(0).sub(1).abs().max().item()).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void aToneKeepsItsPitchAtAnotherRateAndWhatIsTooHighIsLeftOut() {
    for (int from : new int[] {8000, 16_000, 44_100, 48_000}) {
      assertThat(difference(tone(440, from), from, tone(440, 8000))).isLessThan(0.01);
    }
    var high = new Wav(tone(6000, 48_000).unsqueeze(0), 48_000).mono(8000);
    assertThat(high.narrow(0, 200, 3000).abs().max().item()).isLessThan(0.02);
  }

  private static double difference(Tensor sound, int rate, Tensor expected) {
    try (var _ = Scope.open()) {
      var mono = new Wav(sound.unsqueeze(0), rate).mono(8000);
      assertThat(mono.size(0)).isEqualTo(4000);
      return mono.sub(expected).narrow(0, 200, 3600).abs().max().item();
    }
  }

  private static Tensor tone(double hertz, int rate) {
    var samples = new float[rate / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    return Tensor.of(samples);
  }

  @Test
  void whatIsWrittenAsWavIsReadAgain() {
    try (var _ = Scope.open()) {
      var samples = Tensor.rand(2, 300).mul(2).sub(1);
      var bytes = new Wav(samples, 11_025).bytes();
      var read = Wav.read(new ByteArrayInputStream(bytes), "written");
      assertThat(read.rate()).isEqualTo(11_025);
      assertThat(read.samples().sub(samples).abs().max().item()).isLessThan(1e-4);
      var loud = new Wav(Tensors.full(3, 1, 4), 8000).bytes();
      assertThat(Wav.read(new ByteArrayInputStream(loud), "loud").samples().max().item())
          .isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void recordingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new DigitStrings(List.of(), 5, _ -> {}))
        .isInstanceOf(DataException.class);
    var slow = new SpokenDigits.Clip(Tensor.zeros(100), 16_000, 1, "ana", 0);
    assertThatThrownBy(() -> new DigitStrings(List.of(clip(0, 1, 100), slow), 5, _ -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("16,000");
    for (double wrong : new double[] {-1, 11, Double.NaN}) {
      assertThatThrownBy(() -> new DigitStrings(clips(), 5, o -> o.pause(wrong)))
          .isInstanceOf(ProfundoException.class);
    }
    assertThatThrownBy(() -> new DigitStrings(clips(), 5, _ -> {}).read(0, new MemorySegment[0], 1))
        .isInstanceOf(ProfundoException.class)
        .hasMessageContaining("a Loader gives a sample such room");
    assertThatThrownBy(() -> new DigitStrings(clips(), 5, o -> o.digits(3, 2)))
        .isInstanceOf(ProfundoException.class);
  }
}
