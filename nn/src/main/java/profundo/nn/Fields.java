package profundo.nn;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// What the fields of nets hold, in the order of declaration, those of the superclass first.
final class Fields {
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Fields() {}

  /// The names of the tensors that a net's fields hold.
  static Map<Tensor, String> tensors(Net net) {
    var names = new IdentityHashMap<Tensor, String>();
    for (var field : FIELDS.get(net.getClass())) {
      each(name(field), read(field, net), Tensor.class, (name, found) -> names.put(found, name));
    }
    return names;
  }

  /// Calls an action with each net that a net's fields hold.
  static void nets(Net net, BiConsumer<String, Net> action) {
    for (var field : FIELDS.get(net.getClass())) {
      each(name(field), read(field, net), Net.class, action);
    }
  }

  private static <T> void each(
      String name, @Nullable Object value, Class<T> type, BiConsumer<String, T> action) {
    switch (value) {
      case null -> {}
      case Object one when type.isInstance(one) -> action.accept(name, type.cast(one));
      case Object[] several -> {
        for (int i = 0; i < several.length; i++) {
          each(name + "." + i, several[i], type, action);
        }
      }
      case List<?> several -> {
        for (int i = 0; i < several.size(); i++) {
          each(name + "." + i, several.get(i), type, action);
        }
      }
      case Map<?, ?> several ->
          several.forEach((key, one) -> each(name + "." + key, one, type, action));
      default -> {}
    }
  }

  private static List<Field> find(Class<?> type) {
    var classes = new ArrayDeque<Class<?>>();
    for (Class<?> c = type; c != Net.class && c != null; c = c.getSuperclass()) {
      classes.push(c);
    }
    var found = new ArrayList<Field>();
    for (var c : classes) {
      for (var field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() && mayHold(field)) {
          open(field);
          found.add(field);
        }
      }
    }
    return List.copyOf(found);
  }

  /// Whether a field of this type can hold a net or a tensor; others are not even opened.
  private static boolean mayHold(Field field) {
    var type = field.getType();
    while (type.isArray()) {
      type = type.getComponentType();
    }
    return Net.class.isAssignableFrom(type)
        || type == Tensor.class
        || List.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || (type.isInterface() && !type.getPackageName().startsWith("java."))
        || type == Object.class;
  }

  private static void open(Field field) {
    try {
      field.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      var home = field.getDeclaringClass();
      throw new NetException(
          "The fields of "
              + home.getName()
              + " are its layers, and its module keeps them shut: write \"opens "
              + home.getPackageName()
              + " to profundo.nn;\" into the module-info.java of "
              + home.getModule().getName()
              + ".",
          e);
    }
  }

  private static @Nullable Object read(Field field, Net net) {
    try {
      return field.get(net);
    } catch (IllegalAccessException e) {
      throw new NetException("The field " + field + " cannot be read.", e);
    }
  }

  /// The field's name as Python writes it: `runningMean` is `running_mean`.
  private static String name(Field field) {
    return field.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
