package profundo.lab;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import profundo.base.Decimal;

/// What can be set of a recipe: a class with a field for each setting, whose initial values are the
/// paper's. A scale is a few assignments on a new one, so that it reads as what it changes.
///
/// ```java
/// static final class Settings extends RecipeSettings {
///   /// Passes over the training data.
///   int epochs = 164;
///
///   @Override
///   protected void check() {
///     Range.atLeast(1).check("epochs", epochs);
///   }
/// }
/// ```
///
/// A field is a whole number, a number, a text, `true` or `false`, an enum (by its name in small
/// letters), a [Limit] or an [Epochs]. Neither class nor fields need be public; a module opens the
/// package to `profundo.lab`.
public abstract class RecipeSettings {
  /// Settings with the values that the fields begin with.
  protected RecipeSettings() {}

  /// Refuses what cannot be, or does not go together.
  ///
  /// @throws UsageException with a sentence that says which settings
  protected abstract void check();

  /// The settings by name, in their order: numbers, and texts for all else.
  public final Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    for (var field : fields()) {
      var value = get(field);
      values.put(field.getName(), value instanceof Number ? value : word(value));
    }
    return values;
  }

  /// The names of the settings whose values differ from those of others of the same recipe.
  public final List<String> differing(RecipeSettings others) {
    var theirs = others.values();
    return values().entrySet().stream()
        .filter(setting -> !setting.getValue().equals(theirs.get(setting.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Changes settings by name, or by the name that they had [Formerly].
  ///
  /// @throws UsageException if there is no such setting, or the value is none for it
  public final void change(Map<String, String> changes) {
    var fields = new LinkedHashMap<String, Field>();
    fields().forEach(field -> fields.put(field.getName(), field));
    var formerly = new LinkedHashMap<String, Field>();
    fields.forEach((_, field) -> {
      var old = field.getAnnotation(Formerly.class);
      if (old != null) {
        formerly.put(old.value(), field);
      }
    });
    changes.forEach((key, value) -> {
      var field = fields.getOrDefault(key, formerly.get(key));
      if (field == null) {
        throw UsageException.unknown("unknownKey", key, fields.keySet());
      }
      set(field, parse(key, field.getType(), value));
    });
    check();
  }

  private List<Field> fields() {
    var fields = new ArrayList<Field>();
    for (Class<?> type = getClass(); type != RecipeSettings.class; type = type.getSuperclass()) {
      var own = new ArrayList<Field>();
      for (var field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          own.add(opened(field));
        }
      }
      fields.addAll(0, own);
    }
    return fields;
  }

  private static Field opened(Field field) {
    try {
      field.setAccessible(true);
      return field;
    } catch (InaccessibleObjectException e) {
      var type = field.getDeclaringClass();
      throw new UsageException(
          "closedSettings", type.getName(), type.getPackageName(), type.getModule().getName());
    }
  }

  private Object get(Field field) {
    try {
      return field.get(this);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private void set(Field field, Object value) {
    try {
      field.set(this, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String word(Object value) {
    return value instanceof Enum<?> choice ? word(choice) : value.toString();
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object parse(String key, Class<?> type, String value) {
    if (type == int.class) {
      return (int) whole(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return whole(key, value, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class) {
      return Decimal.of(value).orElseThrow(() -> new UsageException("notNumber", key, value));
    }
    if (type == boolean.class) {
      return truth(key, value);
    }
    if (type == Limit.class) {
      return Limit.parse(key, value);
    }
    if (type == Epochs.class) {
      return Epochs.parse(key, value);
    }
    return type.isEnum() ? choice(key, type, value) : value;
  }

  private static long whole(String key, String value, long least, long most) {
    return WholeNumber.of(value, least, most)
        .orElseThrow(() -> new UsageException("notWhole", key, value, Long.toString(most)));
  }

  private static boolean truth(String key, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new UsageException("oneOf", key, value, "true, false");
    }
    return value.equals("true");
  }

  private static Object choice(String key, Class<?> type, String value) {
    var choices = Arrays.stream(type.getEnumConstants()).map(one -> (Enum<?>) one).toList();
    return choices.stream()
        .filter(choice -> word(choice).equals(value))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "oneOf",
                key,
                value,
                String.join(", ", choices.stream().map(RecipeSettings::word).toList())));
  }
}
