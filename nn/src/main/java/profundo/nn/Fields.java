package profundo.nn;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// The nets and tensors that a net's fields hold, in the order of declaration, those of the
/// superclass first.
final class Fields {
  private static final int DEEPEST = 32;

  private static final ClassValue<List<Named>> OF_NETS =
      new ClassValue<>() {
        @Override
        protected List<Named> computeValue(Class<?> type) {
          return find(type, Net.class);
        }
      };

  private static final ClassValue<List<Named>> OF_OTHERS =
      new ClassValue<>() {
        @Override
        protected List<Named> computeValue(Class<?> type) {
          return find(type, Object.class);
        }
      };

  /// A field with its name as Python writes it: `runningMean` is `running_mean`.
  private record Named(Field field, String name) {}

  /// A net or a tensor in a field of a net.
  ///
  /// @param name its name in that net; null where it lies in something that gives it none
  /// @param field the net's field
  /// @param inside what gives it no name, in words; empty where it has one
  /// @param value the net or the tensor
  record Held(@Nullable String name, Field field, String inside, Object value) {
    /// The field as messages name it: `Model.layers`.
    String where() {
      return simple(field.getDeclaringClass()) + "." + field.getName().replace("val$", "");
    }
  }

  private final Consumer<Held> visitor;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Fields(Consumer<Held> visitor) {
    this.visitor = visitor;
  }

  /// Calls an action with each net and tensor that a net's fields hold, directly or in arrays,
  /// collections, maps, optionals, records and other objects.
  static void each(Net net, Consumer<Held> visitor) {
    var fields = new Fields(visitor);
    for (var named : OF_NETS.get(net.getClass())) {
      var captured = named.field.isSynthetic();
      fields.walk(
          new Place(
              captured ? null : named.name, named.field, captured ? "the anonymous class" : "", 0),
          read(named.field, net));
    }
  }

  /// Where the walk is.
  private record Place(@Nullable String name, Field field, String inside, int depth) {
    Place below(String part) {
      return new Place(name == null ? null : name + "." + part, field, inside, depth + 1);
    }

    Place nameless(String what) {
      return new Place(null, field, inside.isEmpty() ? what : inside, depth + 1);
    }

    Held held(Object value) {
      return new Held(name, field, inside, value);
    }
  }

  private void walk(Place at, @Nullable Object value) {
    boolean part = value instanceof Net || value instanceof Tensor;
    if (at.name == null && !part && value != null && !seen.add(value)) {
      return;
    }
    if (at.depth > DEEPEST) {
      throw new NetException(
          "The field "
              + at.held(at).where()
              + " holds things within things, more than "
              + DEEPEST
              + " deep: hold nets in a list, or mark the field transient if it is no part of the"
              + " net.");
    }
    switch (value) {
      case null -> {}
      case Net _, Tensor _ -> visitor.accept(at.held(value));
      case Optional<?> one -> walk(at, one.orElse(null));
      case Object[] several -> {
        for (int i = 0; i < several.length; i++) {
          walk(at.below(Integer.toString(i)), several[i]);
        }
      }
      case Map<?, ?> several -> walkMap(at, several);
      case Collection<?> several -> walkCollection(at, several);
      case Record one ->
          eachField(one, named -> walk(at.below(named.name), read(named.field, one)));
      case AtomicReference<?> one -> walk(at.nameless("an AtomicReference"), one.get());
      default -> {
        var inside = at.nameless(described(value));
        eachField(value, named -> walk(inside, read(named.field, value)));
      }
    }
  }

  private void walkCollection(Place at, Collection<?> several) {
    boolean ordered =
        several instanceof SequencedCollection
            || (several instanceof Queue
                && !several.getClass().getSimpleName().contains("Priority"));
    var unordered = at.nameless(described(several) + ", which has no order");
    int i = 0;
    for (var one : several) {
      walk(ordered ? at.below(Integer.toString(i)) : unordered, one);
      i++;
    }
  }

  private void walkMap(Place at, Map<?, ?> several) {
    var entries = new ArrayList<Map.Entry<?, ?>>(several.entrySet());
    if (!(several instanceof SequencedMap)) {
      entries.sort(Comparator.comparing(Map.Entry::getKey, Fields::compare));
    }
    for (var entry : entries) {
      walk(
          saysItsName(entry.getKey())
              ? at.below(entry.getKey().toString())
              : at.nameless(described(several) + " with keys that have no name"),
          entry.getValue());
    }
  }

  /// Keys in their own order if they have one, else by their names: never by their hash.
  @SuppressWarnings("unchecked")
  private static int compare(Object a, Object b) {
    return a instanceof Comparable<?> && a.getClass() == b.getClass()
        ? ((Comparable<Object>) a).compareTo(b)
        : String.valueOf(a).compareTo(String.valueOf(b));
  }

  /// Whether a key's text is the same at every start, as that of a class without `toString` is not.
  private static boolean saysItsName(@Nullable Object key) {
    try {
      return key != null
          && key.getClass().getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every class has toString", e);
    }
  }

  private static String described(Object value) {
    var type = value.getClass();
    if (type.isHidden()) {
      return "a lambda";
    }
    var name =
        type.getName().startsWith("java.util.ImmutableCollections$Set")
            ? "Set"
            : type.getName().startsWith("java.util.ImmutableCollections$Map")
                ? "Map"
                : simple(type);
    return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }

  static String simple(Class<?> type) {
    return type.getSimpleName().isEmpty() ? "the anonymous class" : type.getSimpleName();
  }

  private static void eachField(Object holder, Consumer<Named> action) {
    OF_OTHERS.get(holder.getClass()).forEach(action);
  }

  private static List<Named> find(Class<?> type, Class<?> end) {
    var classes = new ArrayDeque<Class<?>>();
    for (Class<?> c = type; c != end && c != null && !FieldTypes.isJdk(c); c = c.getSuperclass()) {
      classes.push(c);
    }
    var found = new ArrayList<Named>();
    for (var c : classes) {
      for (var field : c.getDeclaredFields()) {
        if (mayBePart(field) && opened(field, end == Net.class)) {
          found.add(new Named(field, pythonic(field.getName())));
        }
      }
    }
    return List.copyOf(found);
  }

  /// Fields that cannot hold a net are not even opened; an object's outer one is no part of it.
  private static boolean mayBePart(Field field) {
    return !Modifier.isStatic(field.getModifiers())
        && !Modifier.isTransient(field.getModifiers())
        && !field.getName().startsWith("this$")
        && FieldTypes.mayHold(field.getGenericType());
  }

  private static boolean opened(Field field, boolean needed) {
    try {
      field.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException e) {
      if (!needed) {
        return false;
      }
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

  private static @Nullable Object read(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new NetException("The field " + field + " cannot be read.", e);
    }
  }

  private static String pythonic(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
