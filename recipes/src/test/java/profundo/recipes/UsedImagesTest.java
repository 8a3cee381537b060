package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.data.image.Images;
import profundo.data.image.LabelledImages;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.lab.Limit;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.task.UsedImages;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.StopSignal;
import profundo.train.progress.Progress;
import profundo.train.store.RunStore;

class UsedImagesTest {
  @TempDir Path folder;

  /// Each picture shows its own number in its label, so that it is seen where it went.
  @ParameterizedTest
  @CsvSource({"100, 0, 90", "100, 30, 30", "100, 95, 90", "60000, 0, 55000"})
  void theLastOfTheTrainingPicturesAreHeldBackWhateverIsUsed(int there, int samples, int used) {
    try (var scope = Scope.open()) {
      var numbers = Tensor.arange(there);
      var pixels = numbers.remainder(200).to(profundo.tensor.DType.UINT8).reshape(there, 1, 1);
      var all = new Images(pixels, numbers, o -> {});
      var test = new Images(pixels.narrow(0, 0, 10), numbers.narrow(0, 0, 10), o -> {});
      var origin = new Origin("numbers", Origin.Source.SYNTHETIC, there);
      var images = used(new LabelledImages(all, test, origin), samples);
      long first = there - Math.min(there / 10, 5000);
      assertThat(images.train().labels().toLongArray()).hasSize(used).startsWith(0L, 1L);
      assertThat(images.validation().labels().toLongArray())
          .startsWith(first, first + 1)
          .endsWith(there - 1L)
          .hasSize((int) (there - first));
      assertThat(images.test().size()).isEqualTo(10);
    }
  }

  private UsedImages used(LabelledImages all, int samples) {
    try (var store = RunStore.open(folder);
        var progress = Progress.of(System.err, Progress.Mode.QUIET);
        var writer = store.begin(SmokePlan.make())) {
      var run = new Run(writer, progress, Sources.ofEnvironment(), Device.CPU, StopSignal.never());
      return UsedImages.of(run, all, samples == 0 ? Limit.ALL : Limit.of(samples));
    }
  }

  /// The test pictures are looked at once, at the end: no curve is drawn with them.
  @Test
  void noCurveIsDrawnWithTestData() {
    try (var lab = new QuietLab(folder)) {
      for (var id : List.of("mlp", "lenet5", "mlp-dropout", "resnet20", "vae", "ntm-copy", "gan")) {
        var changes =
            id.equals("ntm-copy")
                ? Map.of("batches", "40")
                : Map.of("epochs", "1", "samples", "200");
        var run = lab.run(Recipes.find(id), Scale.SMOKE, changes).run();
        assertThat(lab.store().curves(run.id()).keySet())
            .as(id)
            .isNotEmpty()
            .noneMatch(key -> key.startsWith("test."))
            .anyMatch(key -> key.startsWith("validation."));
        assertThat(lab.store().metrics(run.id()).keySet())
            .as(id)
            .anyMatch(key -> key.startsWith("test."));
      }
    }
  }
}
