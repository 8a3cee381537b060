package profundo.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Archives;
import profundo.data.DataException;
import profundo.data.FilesTest;
import profundo.data.Loader;
import profundo.data.RealData;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class SpokenDigitsTest {
  @TempDir Path folder;

  @Test
  void theFreeSpokenDigitsAreAllThere() {
    var digits = SpokenDigits.fsdd(RealData.into(folder));
    assertThat(digits.clips()).hasSize(3000).allMatch(clip -> clip.rate() == 8000);
    assertThat(digits.speakers())
        .containsExactly("george", "jackson", "lucas", "nicolas", "theo", "yweweler");
    assertThat(
            digits.clips().stream()
                .collect(
                    Collectors.groupingBy(
                        clip -> clip.digit() + clip.speaker(), Collectors.counting())))
        .hasSize(60)
        .allSatisfy((_, count) -> assertThat(count).isEqualTo(50));
    assertThat(digits.official().train()).hasSize(2700);
    assertThat(digits.official().test()).hasSize(300).allMatch(clip -> clip.take() < 5);
    var without = digits.without("theo");
    assertThat(without.test()).hasSize(500).allMatch(clip -> clip.speaker().equals("theo"));
    assertThat(without.train()).hasSize(2500).noneMatch(clip -> clip.speaker().equals("theo"));
    assertThat(digits.clips().getFirst().samples().shape())
        .as("0_george_0.wav has 4,812 bytes with its 44 of header")
        .hasToString("[" + (4812 - 44) / 2 + "]");
    assertThatThrownBy(() -> digits.without("nobody"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("george");
  }

  @Test
  void recordingsOfOnesOwnAreReadByTheirNames() throws IOException {
    var sound = FilesTest.wav(16, 1, new double[2000]);
    var archive =
        Archives.zip(folder.resolve("a.zip"), Map.of("x/7_ana_12.wav", sound, "x/7.wav", sound));
    var digits = SpokenDigits.read(archive);
    var clip = digits.clips().getFirst();
    assertThat(digits.clips()).hasSize(1);
    assertThat(clip.digit() + clip.speaker() + clip.take()).isEqualTo("7ana12");
    var stereo =
        Archives.zip(
            folder.resolve("b.zip"), Map.of("1_ana_0.wav", FilesTest.wav(16, 2, new double[8])));
    assertThatThrownBy(() -> SpokenDigits.read(stereo))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1_ana_0.wav");
    Files.write(stereo, new byte[] {'P', 'K'});
    assertThatThrownBy(() -> SpokenDigits.read(stereo)).isInstanceOf(DataException.class);
  }

  @Test
  void featuresAreOfOneLengthWithSilenceBehind() throws IOException {
    var loud = new double[500];
    java.util.Arrays.setAll(loud, i -> Math.sin(i));
    var archive =
        Archives.zip(
            folder.resolve("a.zip"),
            Map.of(
                "3_a_0.wav", FilesTest.wav(16, 1, loud),
                "4_a_0.wav", FilesTest.wav(16, 1, new double[9000])));
    var features =
        SpokenDigits.features(
            SpokenDigits.read(archive).clips(), new LogMel(8000, 200, 80, 20), 40);
    try (var loader = new Loader(features, o -> o.batch(2));
        var _ = Scope.open()) {
      var batch = loader.epoch(0).iterator().next();
      assertThat(batch.x().shape()).hasToString("[2, 1, 20, 40]");
      assertThat(batch.y().toLongArray()).containsExactly(3, 4);
      assertThat(batch.x().get(0).narrow(2, 12, 28).amax(false, 0, 1, 2).item())
          .as("frames beyond the sound")
          .isCloseTo(Math.log(1e-6), within(1e-5));
      assertThat(batch.x().get(0).narrow(2, 0, 5).amax(false, 0, 1, 2).item()).isGreaterThan(0);
    }
  }

  @Test
  void aToneIsLoudestInTheBandOfItsPitch() {
    var mel = new LogMel(8000, 200, 80, 30);
    try (var _ = Scope.open()) {
      for (double hertz : new double[] {200, 440, 1000, 3000}) {
        double place = 2595 * Math.log10(1 + hertz / 700) / (2595 * Math.log10(1 + 4000 / 700.0));
        var loudest = mel.of(tone(hertz, 0.5)).select(1, 25).argmax(0).itemLong();
        assertThat((double) loudest).isCloseTo(place * 31 - 1, within(0.75));
      }
    }
  }

  @Test
  void aFrameIsTheTransformByHand() {
    int centre = 25 * 80;
    var sound = tone(700, 0.3);
    var samples = sound.toFloatArray();
    double energy = 0;
    double low = hertz(4, 10);
    double middle = hertz(5, 10);
    double high = hertz(6, 10);
    for (int k = 0; k <= 256; k++) {
      double re = 0;
      double im = 0;
      for (int n = -100; n < 100; n++) {
        double windowed =
            samples[centre + n] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (n + 100) / 200));
        re += windowed * Math.cos(2 * Math.PI * k * n / 512);
        im += windowed * Math.sin(2 * Math.PI * k * n / 512);
      }
      double f = k * 8000 / 512.0;
      double weight = Math.min((f - low) / (middle - low), (high - f) / (high - middle));
      energy += Math.max(0, weight) * (re * re + im * im);
    }
    try (var _ = Scope.open()) {
      var frame = new LogMel(8000, 200, 80, 10).of(sound).select(1, 25);
      assertThat(frame.get(4).item()).isCloseTo(Math.log(1e-6 + energy), within(1e-3));
    }
  }

  /// The frequency at a place of the mel scale, in bands + 1 equal parts up to 4 kHz.
  private static double hertz(int place, int bands) {
    return 700 * (Math.pow(1 + 4000 / 700.0, (double) place / (bands + 1)) - 1);
  }

  private static Tensor tone(double hertz, double loudness) {
    var samples = new float[4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (loudness * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return Tensor.of(samples);
  }
}
