package profundo.lab.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import profundo.base.Text;
import profundo.data.image.Images;
import profundo.lab.exhibit.Gallery;
import profundo.lab.exhibit.Predictions;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.metric.Accuracy;
import profundo.train.metric.Confusion;

/// What a classifier said of pictures, in their order.
public final class Answers {
  private static final int SHOWN = 24;

  private final List<String> labels;
  private final Accuracy accuracy = new Accuracy();
  private final Confusion confusion;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Predictions predictions = new Predictions();

  /// @param labels the classes' names
  public Answers(List<String> labels) {
    this.labels = labels;
    this.confusion = new Confusion(labels.size());
  }

  /// Adds a batch.
  ///
  /// @param scores `[N, C]`
  /// @param right the true classes
  public void add(Tensor scores, long[] right) {
    var best = scores.softmax(1).max(1, false);
    var said = best.indices().toLongArray();
    var sure = best.values().toFloatArray();
    accuracy.add(said, right);
    confusion.add(said, right);
    for (int i = 0; i < said.length; i++) {
      if (said[i] != right[i]) {
        mistakes.add(new Mistake(predictions.size() + i, (int) right[i], (int) said[i], sure[i]));
      }
    }
    predictions.add(right, said);
  }

  public double accuracy() {
    return accuracy.value();
  }

  /// What it said of each picture.
  public Predictions predictions() {
    return predictions;
  }

  /// `[truth][answer]`
  public long[][] counts() {
    return confusion.counts();
  }

  /// The mistakes that it was surest of.
  ///
  /// @param pictures as people see them
  public Gallery worst(Images pictures) {
    mistakes.sort(Comparator.comparingDouble(Mistake::sure).reversed());
    var gallery = new Gallery();
    try (var _ = Scope.open()) {
      for (var mistake : mistakes.subList(0, Math.min(SHOWN, mistakes.size()))) {
        var picture = pictures.picture(mistake.index());
        gallery.add(
            picture,
            Text.format("{0} → {1}, %.0f %%", 100 * mistake.sure),
            labels.get(mistake.right),
            labels.get(mistake.said));
      }
    }
    return gallery;
  }

  private record Mistake(long index, int right, int said, double sure) {}
}
