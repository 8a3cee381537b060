package profundo.lab;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import profundo.tensor.Decimal;
import profundo.tensor.ProfundoException;

/// Puts `--set KEY=VALUE` into a recipe's configuration.
final class Settings {
  private static final String INT = Integer.toString(Integer.MAX_VALUE);
  private static final String LONG = Long.toString(Long.MAX_VALUE);

  private Settings() {}

  /// The configuration with these components replaced.
  ///
  /// @throws UsageException if there is no such component, or the value is none for it
  @SuppressWarnings("unchecked")
  static <C extends Record> C apply(C config, Map<String, String> changes) {
    var components = config.getClass().getRecordComponents();
    var known = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (var key : changes.keySet()) {
      if (!known.contains(key)) {
        throw UsageException.unknown("unknownKey", key, known);
      }
    }
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        var changed = changes.get(components[i].getName());
        values[i] =
            changed == null
                ? components[i].getAccessor().invoke(config)
                : parse(components[i].getName(), types[i], changed);
      }
      return (C) config.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof ProfundoException sentence
          ? sentence
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object parse(String key, Class<?> type, String value) {
    try {
      if (type == int.class) {
        return Integer.valueOf(value);
      }
      if (type == long.class) {
        return Long.valueOf(value);
      }
      if (type == double.class) {
        return Decimal.of(value).orElseThrow(() -> new UsageException("notNumber", key, value));
      }
      return value;
    } catch (NumberFormatException e) {
      throw new UsageException("notWhole", key, value, type == int.class ? INT : LONG);
    }
  }
}
