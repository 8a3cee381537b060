package profundo.data.table;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import profundo.data.shared.Refusal;
import profundo.data.table.Table.Cell;

/// A column of numbers: `(x − mean) / std`.
///
/// @param fill what stands for a missing number
record NumberFeature(String column, OptionalDouble fill, double mean, double std)
    implements Feature {
  static NumberFeature fit(Table table, int place, FeatureOptions options) {
    var column = table.header().get(place);
    var cells = IntStream.range(0, table.size()).mapToObj(row -> table.cell(row, place)).toList();
    var known =
        cells.stream().filter(cell -> !cell.isMissing()).mapToDouble(Cell::number).toArray();
    var fill = fill(table, column, known, options);
    if (fill.isEmpty()) {
      cells.stream().filter(Cell::isMissing).findFirst().ifPresent(Cell::number);
    }
    if (!options.standardise) {
      return new NumberFeature(column, fill, 0, 1);
    }
    var all = cells.stream().mapToDouble(cell -> value(cell, fill)).toArray();
    double mean = Arrays.stream(all).average().orElse(0);
    double variance = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    double std = Math.sqrt(variance);
    boolean varies = Arrays.stream(all).distinct().limit(2).count() == 2;
    if (varies && !(std > 0 && Double.isFinite(std)) || !Double.isFinite(mean)) {
      throw Refusal.of("noDeviation", table.format().file(), column);
    }
    return varies
        ? new NumberFeature(column, fill, mean, std)
        : new NumberFeature(column, fill, all.length == 0 ? 0 : all[0], 1);
  }

  private static OptionalDouble fill(
      Table table, String column, double[] known, FeatureOptions options) {
    return switch (options.fill) {
      case REFUSED -> OptionalDouble.empty();
      case CONSTANT -> OptionalDouble.of(options.constant);
      case MEAN, MEDIAN -> {
        if (known.length == 0) {
          throw Refusal.of("allMissing", table.format().file(), column);
        }
        yield options.fill == FeatureOptions.Fill.MEAN
            ? Arrays.stream(known).average()
            : OptionalDouble.of(median(known));
      }
    };
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  private static double value(Cell cell, OptionalDouble fill) {
    return fill.isPresent() && cell.isMissing() ? fill.getAsDouble() : cell.number();
  }

  @Override
  public List<String> names() {
    return List.of(column);
  }

  @Override
  public void write(Cell cell, float[] into, int at) {
    into[at] = (float) ((value(cell, fill) - mean) / std);
    if (!Float.isFinite(into[at])) {
      throw cell.wrong("largeNumberAt");
    }
  }
}
