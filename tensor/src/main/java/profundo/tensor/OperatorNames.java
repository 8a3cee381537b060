package profundo.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OperatorName;
import org.jspecify.annotations.Nullable;
import profundo.base.Text;

/// The names of libtorch's operations, and their overloads.
final class OperatorNames {
  private static final int NEAREST = 3;
  private static final String ATEN = "aten::";

  /// What does not look at the sizes that it is given.
  private static final Pattern TRUSTING =
      Pattern.compile("_.*|.*::_.*|.*_backward.*|.*quantized_.*_cell");

  private static final Map<String, List<String>> OVERLOADS = Native.constant(OperatorNames::read);
  private static final Map<String, List<Schema>> SCHEMAS = new ConcurrentHashMap<>();

  private OperatorNames() {}

  /// The overloads that a name means, in the order in which they are tried.
  static List<Schema> find(String given) {
    Native.load();
    var full = given.contains("::") ? given : ATEN + given;
    int dot = full.indexOf('.');
    var name = dot < 0 ? full : full.substring(0, dot);
    if (TRUSTING.matcher(name).matches()) {
      throw new TensorException(
          "Operator: "
              + Text.abridged(given)
              + " is libtorch's own, which trusts its caller: names with an underscore in front,"
              + " backward halves and quantized cells are not called from here.");
    }
    if (!OVERLOADS.containsKey(name)) {
      throw new TensorException(
          "Operator: libtorch has no operation "
              + Text.abridged(given)
              + ": the nearest names are "
              + String.join(", ", nearest(name))
              + ".");
    }
    var all = SCHEMAS.computeIfAbsent(name, OperatorNames::schemas);
    return dot < 0 ? all : List.of(one(all, given, full.substring(dot + 1)));
  }

  private static Schema one(List<Schema> all, String given, String overload) {
    for (var schema : all) {
      if (schema.overload().equals(overload)) {
        return schema;
      }
    }
    throw new TensorException(
        "Operator: there is no overload "
            + Text.abridged(given)
            + ": there are "
            + String.join("; ", all.stream().map(Schema::toString).toList())
            + ".");
  }

  private static List<Schema> schemas(String name) {
    return OVERLOADS.getOrDefault(name, List.of()).stream()
        .map(overload ->
            new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow(name, overload)))
        .map(Schema::of)
        .sorted(Comparator.comparing(Schema::writesOut).thenComparing(Schema::overload))
        .toList();
  }

  private static List<String> nearest(String name) {
    var found = new ArrayList<>(OVERLOADS.keySet());
    found.removeIf(other -> TRUSTING.matcher(other).matches());
    found.sort(
        Comparator.comparingInt((String other) -> distance(name, other))
            .thenComparing(Comparator.naturalOrder()));
    return found.subList(0, NEAREST);
  }

  /// How many letters must be put in, left out or changed (Levenshtein 1966).
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static Map<String, List<String>> read() {
    var result = new TreeMap<String, List<String>>();
    var all = Dispatcher.singleton().getAllOpNames();
    var cursor = new OperatorName(all);
    for (long i = 0; i < all.limit(); i++) {
      cursor.position(i);
      if (hasSchema(cursor)) {
        result
            .computeIfAbsent(text(cursor.name()), _ -> new ArrayList<>())
            .add(text(cursor.overload_name()));
      }
    }
    all.deallocate();
    return result;
  }

  /// Some names have kernels and no definition, since their library is not there.
  private static boolean hasSchema(OperatorName name) {
    var found = Dispatcher.singleton().findSchema(name);
    boolean there = found.has_value();
    found.deallocate();
    return there;
  }

  /// A native text that is copied and given back; an empty one comes as null.
  static String text(@Nullable BytePointer pointer) {
    if (pointer == null || pointer.isNull()) {
      return "";
    }
    var text = pointer.getString();
    pointer.deallocate();
    return text;
  }
}
