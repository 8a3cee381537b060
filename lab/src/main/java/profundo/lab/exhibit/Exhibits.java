package profundo.lab.exhibit;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import profundo.data.image.Pictures;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.store.ArtefactKind;
import tools.jackson.databind.json.JsonMapper;

/// What a recipe leaves in its run's folder for people to look at. The title above an exhibit
/// stands in the recipe's words, under `artefact.` and its name; one of a net beside the run's own
/// is named `NET.name` and shown with the others of that name.
public final class Exhibits {
  private static final int FILTERS_IN_ROW = 12;
  private static final JsonMapper JSON = new JsonMapper();

  private Exhibits() {}

  /// A picture `[C, H, W]`, 0 to 1.
  public static void picture(Run run, String name, Tensor picture) {
    put(run, name, ArtefactKind.IMAGE, ".png", Pictures.png(picture));
  }

  /// Kernels `[N, C, H, W]` as pictures, each stretched from dark to light.
  public static void filters(Run run, Tensor kernels) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      picture(run, "filters", Pictures.grid(Pictures.stretched(kernels), FILTERS_IN_ROW));
    }
  }

  public static void gallery(Run run, String name, Gallery gallery) {
    put(run, name, ArtefactKind.GALLERY, ".json", JSON.writeValueAsBytes(gallery.items()));
  }

  /// Points in a plane, a colour for each group.
  public static void points(Run run, String name, List<PointGroup> groups) {
    put(run, name, ArtefactKind.POINTS, ".json", JSON.writeValueAsBytes(groups));
  }

  /// Attention weights with their tokens.
  public static void attention(Run run, String name, List<AttentionMap> maps) {
    put(run, name, ArtefactKind.ATTENTION, ".json", JSON.writeValueAsBytes(maps));
  }

  /// Sounds to play, each with its spectrogram and what a net hears in it.
  public static void sounds(Run run, String name, List<HeardSound> sounds) {
    put(run, name, ArtefactKind.SOUND, ".json", JSON.writeValueAsBytes(sounds));
  }

  public static void text(Run run, String name, String text) {
    put(run, name, ArtefactKind.TEXT, ".txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /// A square of counts, `[row][column]`, both with the same labels.
  public static void matrix(Run run, String name, List<String> labels, long[][] counts) {
    var rows =
        Stream.iterate(0, i -> i + 1)
            .limit(counts.length)
            .map(i ->
                Stream.concat(
                        Stream.of(labels.get(i)), LongStream.of(counts[i]).mapToObj(Long::toString))
                    .toList())
            .toList();
    var header = Stream.concat(Stream.of(""), labels.stream()).toList();
    put(run, name, ArtefactKind.MATRIX, ".csv", csv(header, rows));
  }

  public static void table(Run run, String name, List<String> header, List<List<String>> rows) {
    put(run, name, ArtefactKind.TABLE, ".csv", csv(header, rows));
  }

  /// What a classifier said of each test example: kept for whoever scores it again, shown nowhere.
  public static void predictions(Run run, Predictions predictions) {
    put(
        run,
        Predictions.NAME,
        ArtefactKind.PREDICTIONS,
        ".csv",
        csv(Predictions.HEADER, predictions.rows()));
  }

  /// Lines over the axis in the first column.
  public static void curves(Run run, String name, List<String> header, List<List<String>> rows) {
    put(run, name, ArtefactKind.CURVES, ".csv", csv(header, rows));
  }

  private static byte[] csv(List<String> header, List<List<String>> rows) {
    var text = new StringWriter();
    try (var csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(header);
      rows.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void put(Run run, String name, ArtefactKind kind, String ending, byte[] content) {
    run.exhibit(name, kind, ending, content);
  }
}
