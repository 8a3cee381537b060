package profundo.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import profundo.base.Text;
import profundo.data.image.LabelledImages;
import profundo.data.source.Sources;
import profundo.lab.exhibit.Gallery;
import profundo.lab.exhibit.Predictions;
import profundo.lab.study.Arm;
import profundo.lab.study.Contrast;
import profundo.lab.study.Study;
import profundo.lab.task.ImageClasses;
import profundo.lab.task.ImageData;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// The test pictures that changed sides between two arms, those first that did so in most pairs.
final class ChangedExamples {
  private static final int SHOWN = 16;

  private final RunStore store;

  ChangedExamples(RunStore store) {
    this.store = store;
  }

  /// Pictures that the other arm gets right and the first one does not, and the other way round:
  /// each with how many pairs say so. None where the data is not of pictures that are known, or
  /// predictions were not kept.
  ///
  /// @param gained those that the other arm gets right; else those that it gets wrong
  List<Gallery.Item> of(Study study, Contrast contrast, boolean gained) {
    var run = study.anyRun();
    if (contrast.examples().isEmpty()
        || run.isEmpty()
        || !ImageData.NAMES.contains(run.get().plan().data().name())) {
      return List.of();
    }
    var data = run.get().plan().data().name();
    var base = new ArrayList<Predictions>();
    var arm = new ArrayList<Predictions>();
    for (var pair : contrast.pairs()) {
      predictions(study, contrast.base(), pair.seed()).ifPresent(base::add);
      predictions(study, contrast.arm(), pair.seed()).ifPresent(arm::add);
    }
    return base.size() == arm.size() && !base.isEmpty()
        ? pictures(data, gained ? base : arm, gained ? arm : base)
        : List.of();
  }

  private Optional<Predictions> predictions(Study study, Arm arm, long seed) {
    return Optional.ofNullable(study.runs(arm).get(seed)).flatMap(this::predictions);
  }

  private Optional<Predictions> predictions(StoredRun run) {
    return store.artefacts(run.id()).stream()
        .filter(artefact -> artefact.name().equals(Predictions.NAME))
        .findFirst()
        .map(Predictions::read);
  }

  /// Pictures that are wrong in the one and right in the other.
  private List<Gallery.Item> pictures(
      String data, List<Predictions> wrong, List<Predictions> right) {
    var wrongs = wrong.stream().map(Predictions::correct).toList();
    var rights = right.stream().map(Predictions::correct).toList();
    IntUnaryOperator changes =
        example ->
            (int)
                IntStream.range(0, wrongs.size())
                    .filter(
                        pair -> wrongs.get(pair)[example] == 0 && rights.get(pair)[example] == 1)
                    .count();
    var most =
        IntStream.range(0, wrong.getFirst().size())
            .boxed()
            .filter(example -> changes.applyAsInt(example) > 0)
            .sorted(
                Comparator.<Integer>comparingInt(changes::applyAsInt)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SHOWN)
            .toList();
    var labels = ImageClasses.of(data);
    var truth = wrong.getFirst().labels();
    var gallery = new Gallery();
    try (var _ = Scope.open()) {
      var pixels = LabelledImages.named(data, Sources.ofEnvironment()).test().pixels();
      for (int example : most) {
        gallery.add(
            pixels.select(0, example).to(DType.FLOAT32).div(255),
            Text.format("{0} · %d/%d", changes.applyAsInt(example), wrongs.size()),
            labels.get((int) truth[example]));
      }
    }
    return gallery.items();
  }
}
