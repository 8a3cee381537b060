package profundo.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.data.Dataset;
import profundo.data.TensorDataset;
import profundo.data.shared.Refusal;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// What a net sees of a table: each column of numbers as one, standardised if that is wished, each
/// column of categories as several or as a code, and what is to be predicted.
///
/// All of it is learnt from the training part and kept: the same means, deviations, fillings and
/// categories make the numbers of every other part, and of one new row years later.
///
/// ```java
/// var features = Features.fit(parts.train(), o -> o.label("species").standardise());
/// var train = features.dataset(parts.train());          // for a Loader
/// features.write(Path.of("flowers.json"));              // beside the net's weights
/// ```
public final class Features {
  private final List<Feature> features;
  private final Optional<Labels> labels;
  private final List<String> targets;
  private final TableFormat format;

  Features(
      List<Feature> features, Optional<Labels> labels, List<String> targets, TableFormat format) {
    this.features = List.copyOf(features);
    this.labels = labels;
    this.targets = List.copyOf(targets);
    this.format = format;
  }

  /// Learns from the training part of a table.
  ///
  /// @throws DataException if a column is missing, a value is and nothing is to stand for it, a
  ///   column mixes numbers and texts, or one of texts has more than 100 categories that nobody
  ///   asked for: then it says where
  /// @throws ProfundoException if there is a label and a target, one of them is a feature too, or
  ///   there is no feature
  public static Features fit(Table train, Consumer<FeatureOptions> settings) {
    Given.require("train", train);
    var options = FeatureOptions.of(settings);
    options.check(train);
    var labels =
        Optional.ofNullable(options.label).map(label -> Labels.fit(train, train.place(label)));
    var features = new ArrayList<Feature>();
    for (int place : places(train, options)) {
      features.add(feature(train, place, options));
    }
    if (features.isEmpty()) {
      throw new ProfundoException("No column is left that is a feature.");
    }
    return new Features(features, labels, options.targets, train.format());
  }

  private static List<Integer> places(Table table, FeatureOptions options) {
    if (!options.columns.isEmpty()) {
      return options.columns.stream().map(table::place).toList();
    }
    var places = new ArrayList<Integer>();
    for (var name : table.header()) {
      if (!name.equals(options.label)
          && !options.targets.contains(name)
          && !options.without.contains(name)) {
        places.add(table.place(name));
      }
    }
    return places;
  }

  private static Feature feature(Table table, int place, FeatureOptions options) {
    var column = table.header().get(place);
    if (options.oneHot.contains(column)
        || options.codes.contains(column)
        || CategoryFeature.isMeant(table, place)) {
      return CategoryFeature.fit(table, place, options);
    }
    return NumberFeature.fit(table, place, options);
  }

  /// What the numbers of `x` are, in order: a column's name, or `column=category`.
  public List<String> names() {
    return features.stream().flatMap(feature -> feature.names().stream()).toList();
  }

  /// How many numbers `x` has for each row: the inputs of the net.
  public int width() {
    return names().size();
  }

  /// The names of the classes in the order of their numbers; none without a label.
  public List<String> classes() {
    return labels.map(Labels::names).orElse(List.of());
  }

  /// A table's features, `[N, width]` in single precision.
  ///
  /// @throws DataException if a column is missing, a value is, or a category was not there when
  ///   this was made: then it says where
  public Tensor x(Table table) {
    Given.require("table", table);
    int width = width();
    var values = new float[Math.multiplyExact(table.size(), width)];
    int at = 0;
    for (var feature : features) {
      int place = table.place(feature.column());
      for (int row = 0; row < table.size(); row++) {
        feature.write(table.cell(row, place), values, row * width + at);
      }
      at += feature.names().size();
    }
    return Tensor.of(values, table.size(), width);
  }

  /// What is to be predicted: the numbers of the classes, `[N]` 64-bit integers, or the targets,
  /// `[N, targets]` in single precision.
  ///
  /// @throws DataException if the column is missing, a value is, or a class was not there when this
  ///   was made: then it says where
  /// @throws ProfundoException if neither a label nor a target was said
  public Tensor y(Table table) {
    Given.require("table", table);
    if (labels.isPresent()) {
      var label = labels.get();
      int place = table.place(label.column());
      var codes = new long[table.size()];
      for (int row = 0; row < codes.length; row++) {
        codes[row] = label.code(table.cell(row, place));
      }
      return Tensor.of(codes, codes.length);
    }
    if (targets.isEmpty()) {
      throw new ProfundoException(
          "These features have no label and no target: say one when they are made, such as"
              + " Features.fit(table, o -> o.label(\"species\")).");
    }
    return table.numbers(targets.toArray(String[]::new));
  }

  /// The samples of a table: [#x] and, where a label or a target was said, [#y].
  ///
  /// @throws DataException as they do
  public Dataset dataset(Table table) {
    Given.require("table", table);
    try (var _ = Scope.open()) {
      return labels.isEmpty() && targets.isEmpty()
          ? new TensorDataset(x(table))
          : new TensorDataset(x(table), y(table));
    }
  }

  /// The features of one new row, `[1, width]`.
  ///
  /// @param row its fields by their columns' names, written as in the table; others are passed over
  /// @throws DataException as [#x(Table)]
  public Tensor x(Map<String, String> row) {
    Given.require("row", row);
    var header = List.copyOf(row.keySet());
    var fields = header.stream().map(name -> row.getOrDefault(name, "")).toList();
    var name = Refusal.text("newRow");
    var single = new TableFormat(name, header, List.of(), format.decimalComma(), format.missing());
    return x(new Table(single, List.of(new Table.Row(1, fields))));
  }

  /// Writes a file from which [#read] makes the same features.
  ///
  /// @throws DataException if it cannot be written
  public void write(Path file) {
    Given.require("file", file);
    FeaturesFile.write(file, features, labels, targets, format);
  }

  /// The features of a file that [#write] made.
  ///
  /// @throws DataException if it cannot be read or holds something else
  public static Features read(Path file) {
    Given.require("file", file);
    return FeaturesFile.read(file);
  }
}
