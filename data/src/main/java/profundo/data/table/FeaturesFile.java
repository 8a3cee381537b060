package profundo.data.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import profundo.base.WholeFile;
import profundo.data.shared.Refusal;
import profundo.data.text.Utf8;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The file that [Features] are kept in: JSON that a person can read.
final class FeaturesFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final String KIND = "profundo features 1";

  private FeaturesFile() {}

  static void write(
      Path file,
      List<Feature> features,
      Optional<Labels> labels,
      List<String> targets,
      TableFormat format) {
    var json = new LinkedHashMap<String, Object>();
    json.put("kind", KIND);
    json.put("decimalComma", format.decimalComma());
    json.put("missing", format.missing().stream().sorted().toList());
    json.put("features", features.stream().map(FeaturesFile::json).toList());
    labels.ifPresent(label ->
        json.put(
            "label",
            Map.of("column", label.column(), "texts", label.texts(), "names", label.names())));
    json.put("targets", targets);
    try {
      WholeFile.write(file, JSON.writeValueAsBytes(json));
    } catch (IOException e) {
      throw Refusal.of(e, "unwritable", file, Refusal.reason(e));
    }
  }

  private static Map<String, Object> json(Feature feature) {
    var json = new LinkedHashMap<String, Object>();
    json.put("column", feature.column());
    switch (feature) {
      case NumberFeature number -> {
        number.fill().ifPresent(fill -> json.put("fill", fill));
        json.put("mean", number.mean());
        json.put("std", number.std());
      }
      case CategoryFeature category -> {
        category.fill().ifPresent(fill -> json.put("fill", fill));
        json.put("categories", category.categories());
        json.put("oneHot", category.oneHot());
        json.put("unseen", category.unseen());
      }
    }
    return json;
  }

  static Features read(Path file) {
    var text = Utf8.read(file);
    try {
      return features(JSON.readTree(text), file.toString());
    } catch (RuntimeException e) {
      throw Refusal.of(e, "notFeatures", file, Refusal.reason(e));
    }
  }

  private static Features features(JsonNode json, String name) {
    require(json.path("kind").asString("").equals(KIND), "kind");
    var features = new ArrayList<Feature>();
    for (var feature : json.path("features")) {
      features.add(feature.has("categories") ? category(feature) : number(feature));
    }
    require(!features.isEmpty(), "features");
    var labels =
        json.has("label") ? Optional.of(labels(json.path("label"))) : Optional.<Labels>empty();
    var format =
        new TableFormat(
            name,
            List.of(),
            List.of(),
            truth(json, "decimalComma"),
            Set.copyOf(texts(json, "missing")));
    return new Features(features, labels, texts(json, "targets"), format);
  }

  private static NumberFeature number(JsonNode json) {
    var fill = json.has("fill") ? OptionalDouble.of(real(json, "fill")) : OptionalDouble.empty();
    double std = real(json, "std");
    require(std > 0, "std");
    return new NumberFeature(text(json, "column"), fill, real(json, "mean"), std);
  }

  private static CategoryFeature category(JsonNode json) {
    var fill = json.has("fill") ? Optional.of(text(json, "fill")) : Optional.<String>empty();
    return new CategoryFeature(
        text(json, "column"),
        ordered(json, "categories"),
        truth(json, "oneHot"),
        fill,
        truth(json, "unseen"));
  }

  private static Labels labels(JsonNode json) {
    var texts = ordered(json, "texts");
    var names = texts(json, "names");
    require(names.size() == texts.size(), "names");
    return new Labels(text(json, "column"), texts, names);
  }

  private static List<String> ordered(JsonNode json, String key) {
    var texts = texts(json, key);
    var ordered = new TreeSet<>(Categories.ORDER);
    ordered.addAll(texts);
    require(List.copyOf(ordered).equals(texts), key);
    return texts;
  }

  private static List<String> texts(JsonNode json, String key) {
    var array = json.path(key);
    require(array.isArray() && array.valueStream().allMatch(JsonNode::isString), key);
    return array.valueStream().map(JsonNode::stringValue).toList();
  }

  private static String text(JsonNode json, String key) {
    require(json.path(key).isString(), key);
    return json.path(key).stringValue();
  }

  private static boolean truth(JsonNode json, String key) {
    require(json.path(key).isBoolean(), key);
    return json.path(key).booleanValue();
  }

  private static double real(JsonNode json, String key) {
    double value = json.path(key).asDouble(Double.NaN);
    require(json.path(key).isNumber() && Double.isFinite(value), key);
    return value;
  }

  private static void require(boolean right, String place) {
    if (!right) {
      throw new IllegalArgumentException(place);
    }
  }
}
