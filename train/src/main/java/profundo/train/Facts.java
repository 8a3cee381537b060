package profundo.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What the data fixed of a model: its classes, its characters, the size of its vocabulary. A model
/// is made of its settings and of these; they lie beside the weights, as `facts.json`.
///
/// @param values by name: numbers, texts, and lists of them
public record Facts(Map<String, Object> values) {
  /// Data that fixes nothing.
  public static final Facts NONE = new Facts(Map.of());

  /// The file beside the weights.
  public static final String FILE = "facts.json";

  private static final JsonMapper JSON = new JsonMapper();

  /// Copies the map.
  ///
  /// @throws TrainException if a value is something else
  public Facts {
    Given.require("values", values);
    values.forEach((name, value) -> {
      if (name == null || !isFact(value)) {
        throw new TrainException("facts.value", String.valueOf(name));
      }
    });
    values = Map.copyOf(values);
  }

  private static boolean isFact(@Nullable Object value) {
    return value instanceof Number
        || value instanceof String
        || (value instanceof List<?> list && list.stream().allMatch(Facts::isFact));
  }

  /// One fact.
  public static Facts of(String name, Object value) {
    Given.require("name", name);
    Given.require("value", value);
    return NONE.and(name, value);
  }

  /// These facts and another.
  public Facts and(String name, Object value) {
    Given.require("name", name);
    Given.require("value", value);
    var more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Facts(more);
  }

  /// A whole number.
  ///
  /// @throws TrainException if there is none of this name
  public int number(String name) {
    Given.require("name", name);
    return whole(name, values.get(name));
  }

  /// A list of texts.
  ///
  /// @throws TrainException if there is none of this name
  public List<String> texts(String name) {
    Given.require("name", name);
    return list(name).stream().map(String::valueOf).toList();
  }

  /// A list of whole numbers.
  ///
  /// @throws TrainException if there is none of this name
  public int[] numbers(String name) {
    Given.require("name", name);
    return list(name).stream().mapToInt(value -> whole(name, value)).toArray();
  }

  private List<?> list(String name) {
    if (values.get(name) instanceof List<?> list) {
      return list;
    }
    throw missing(name);
  }

  private int whole(String name, @Nullable Object value) {
    if (value instanceof Number number) {
      return number.intValue();
    }
    throw missing(name);
  }

  private TrainException missing(String name) {
    return new TrainException(
        "facts.missing", name, String.join(", ", new TreeSet<>(values.keySet())));
  }

  /// The facts beside a run's weights.
  ///
  /// @throws TrainException if the file cannot be read or holds something else
  public static Facts read(Path file) {
    Given.require("file", file);
    try {
      return parse(Files.readString(file));
    } catch (IOException | JacksonException | TrainException e) {
      throw new TrainException(e, "facts.unreadable", file);
    }
  }

  /// As JSON, in the order of their names: equal facts are equal texts.
  public String json() {
    return JSON.writeValueAsString(new TreeMap<>(values));
  }

  private static Facts parse(String json) {
    return new Facts(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}));
  }
}
