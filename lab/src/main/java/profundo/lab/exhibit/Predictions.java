package profundo.lab.exhibit;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import profundo.lab.UsageException;
import profundo.train.store.Artefact;

/// What a classifier said of each test example, in the order of the data, beside what is right.
public final class Predictions {
  /// The exhibit's name.
  public static final String NAME = "predictions";

  static final List<String> HEADER = List.of("label", "prediction", "correct");

  private final List<long[]> labels = new ArrayList<>();
  private final List<long[]> predictions = new ArrayList<>();
  private int size;

  /// Adds a batch.
  ///
  /// @throws IllegalArgumentException if there are not as many of one as of the other
  public void add(long[] right, long[] said) {
    if (right.length != said.length) {
      throw new IllegalArgumentException(right.length + " labels, " + said.length + " predictions");
    }
    labels.add(right.clone());
    predictions.add(said.clone());
    size += right.length;
  }

  /// How many examples there are.
  public int size() {
    return size;
  }

  /// The true classes.
  public long[] labels() {
    return all(labels);
  }

  /// The classes that were said.
  public long[] predictions() {
    return all(predictions);
  }

  /// For each example 1 if it was right, else 0.
  public byte[] correct() {
    var right = labels();
    var said = predictions();
    var correct = new byte[size];
    for (int i = 0; i < size; i++) {
      correct[i] = (byte) (right[i] == said[i] ? 1 : 0);
    }
    return correct;
  }

  List<List<String>> rows() {
    var right = labels();
    var said = predictions();
    return IntStream.range(0, size)
        .mapToObj(i ->
            List.of(
                Long.toString(right[i]), Long.toString(said[i]), right[i] == said[i] ? "1" : "0"))
        .toList();
  }

  /// What a run kept.
  ///
  /// @throws profundo.train.store.StoreException if the file is gone or is not what the run wrote
  /// @throws UsageException if it holds something else
  public static Predictions read(Artefact artefact) {
    var read = new Predictions();
    try (var csv = CsvReader.builder().ofCsvRecord(new String(artefact.read(), UTF_8))) {
      var rows = csv.stream().skip(1).toList();
      read.add(
          rows.stream().mapToLong(row -> Long.parseLong(row.getField(0))).toArray(),
          rows.stream().mapToLong(row -> Long.parseLong(row.getField(1))).toArray());
      return read;
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new UsageException("artefactDamaged", artefact.file(), String.valueOf(e.getMessage()));
    }
  }

  private long[] all(List<long[]> batches) {
    return batches.stream().flatMapToLong(java.util.Arrays::stream).toArray();
  }
}
