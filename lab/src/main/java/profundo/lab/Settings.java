package profundo.lab;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import profundo.tensor.Decimal;
import profundo.tensor.ProfundoException;

/// Reads a recipe's configuration and puts `--set KEY=VALUE` into it. The record need not be
/// public.
public final class Settings {
  private static final String INT = Integer.toString(Integer.MAX_VALUE);
  private static final String LONG = Long.toString(Long.MAX_VALUE);

  private Settings() {}

  /// The configuration with these components replaced.
  ///
  /// @throws UsageException if there is no such component, or the value is none for it
  @SuppressWarnings("unchecked")
  public static <C extends Record> C apply(C config, Map<String, String> changes) {
    var components = config.getClass().getRecordComponents();
    var known = values(config);
    for (var key : changes.keySet()) {
      if (!known.containsKey(key)) {
        throw UsageException.unknown("unknownKey", key, known.keySet());
      }
    }
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        var name = components[i].getName();
        var changed = changes.get(name);
        values[i] =
            changed == null ? requireNonNull(known.get(name)) : parse(name, types[i], changed);
      }
      var constructor = config.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (C) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof ProfundoException sentence
          ? sentence
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The settings by name, in their order.
  ///
  /// @throws UsageException if the record's module does not open its package
  public static Map<String, Object> values(Record config) {
    var values = new LinkedHashMap<String, Object>();
    try {
      for (var component : config.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        values.put(component.getName(), component.getAccessor().invoke(config));
      }
      return values;
    } catch (InaccessibleObjectException e) {
      var type = config.getClass();
      throw new UsageException(
          "closedSettings", type.getName(), type.getPackageName(), type.getModule().getName());
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
