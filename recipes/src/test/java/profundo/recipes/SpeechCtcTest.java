package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.DataException;
import profundo.data.sound.SpokenDigits;
import profundo.data.sound.Wav;
import profundo.lab.Input;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.Trained;
import profundo.lab.report.Report;
import profundo.lab.task.Made;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class SpeechCtcTest {
  private static final Map<String, String> FEW = Map.of("tested", "8", "epochs", "2");

  @TempDir Path folder;

  private static Path written(Path file, Wav sound) throws Exception {
    return Files.write(file, sound.bytes());
  }

  @Test
  void aTrainedSystemWritesDownAWavOfAnyRateAndNumberOfChannels() throws Exception {
    try (var lab = new QuietLab(folder);
        var _ = Scope.open()) {
      lab.run(Recipes.find("speech-ctc"), Scale.SMOKE, FEW);
      var clip = Made.sounds().without("C").test().getFirst();
      var mono = clip.samples().unsqueeze(0);
      var stereo = new Wav(Tensor.cat(0, mono, mono), clip.rate());
      try (var trained = Trained.open(lab.store(), "speech-ctc", Device.CPU)) {
        var one = trained.predict(Input.of(written(folder.resolve("1.wav"), new Wav(mono, 8000))));
        var two = trained.predict(Input.of(written(folder.resolve("2.wav"), stereo)));
        assertThat(two.text()).isEqualTo(one.text());
        assertThat(one.values()).containsKey("digits");
        var silence = new Wav(Tensor.zeros(1, 44_100), 44_100);
        var heard = trained.predict(Input.of(written(folder.resolve("3.wav"), silence)));
        assertThat(heard.text()).matches("(\\d( \\d)*)?");
        var none = new Wav(Tensor.zeros(1, 1), 8000);
        trained.predict(Input.of(written(folder.resolve("4.wav"), none)));
        var text = Files.writeString(folder.resolve("5.wav"), "three one four");
        assertThatThrownBy(() -> trained.predict(Input.of(text)))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("5.wav");
      }
    }
  }

  @Test
  void thePagePlaysSoundsAndDrawsWhatIsHeardInThem() throws Exception {
    try (var lab = new QuietLab(folder)) {
      var run = lab.run(Recipes.find("speech-ctc"), Scale.SMOKE, FEW).run();
      for (var language : List.of(Locale.ENGLISH, Locale.of("es"))) {
        new Report(lab.store(), language).write(run, folder.resolve("page.html"));
        assertThat(Files.readString(folder.resolve("page.html")))
            .contains("<audio controls", "data:audio/wav;base64,UklGR", "<polyline class=\"blank\"")
            .contains(language.equals(Locale.ENGLISH) ? "said: " : "dicho: ");
      }
    }
  }

  @Test
  void aSpeakerWhoIsNotThereIsRefusedWithThoseWhoAre() {
    try (var lab = new QuietLab(folder)) {
      var recipe = Recipes.find("speech-ctc");
      assertThatThrownBy(() -> lab.run(recipe, Scale.SMOKE, Map.of("speaker", "D")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("A, B, C");
    }
  }

  @Test
  void whoIsTestedOnIsInNoOtherPartOfTheSyntheticSounds() {
    var split = Made.sounds().without("B");
    var own = split.heldBack();
    for (var clips : List.of(own.train(), own.test())) {
      assertThat(clips).isNotEmpty().extracting(SpokenDigits.Clip::speaker).doesNotContain("B");
    }
    assertThat(split.test()).extracting(SpokenDigits.Clip::speaker).containsOnly("B");
  }
}
