package profundo.sweep;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.nn.Layer;
import profundo.tensor.Tensor;

/// Arguments of any type that the library asks for, drawn for one call.
final class Arguments {
  private static final int DEEPEST = 3;
  private static final Map<Class<?>, List<Executable>> MAKERS = new HashMap<>();

  private final Surface surface;
  private final RandomNumbers numbers;
  private final RandomTensors tensors;
  private final Journal journal;
  private final Path folder;

  /// What was made, to be closed when the call is over.
  final List<AutoCloseable> made = new ArrayList<>();

  /// Whether an argument, or a part of one, is null.
  boolean hasNull;

  private int depth;

  Arguments(Surface surface, RandomNumbers numbers, Journal journal, Path folder) {
    this.surface = surface;
    this.numbers = numbers;
    this.tensors = new RandomTensors(numbers, journal);
    this.journal = journal;
    this.folder = folder;
  }

  /// There is no way to make what a call asks for.
  static final class UnmakeableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnmakeableException(Type type) {
      super(type.getTypeName());
    }
  }

  /// Calls a member on random arguments.
  @Nullable Object call(Executable member) throws ReflectiveOperationException {
    return call(member, -1);
  }

  /// Calls a member on random arguments, of which the one at this place is null.
  @Nullable Object call(Executable member, int absent) throws ReflectiveOperationException {
    journal.add(member.getDeclaringClass().getSimpleName());
    Object receiver = null;
    if (member instanceof Method && !Modifier.isStatic(member.getModifiers())) {
      journal.add(" ");
      receiver = object(member.getDeclaringClass());
    }
    journal.add("." + (member instanceof Method ? member.getName() : "new") + "(");
    var types = member.getGenericParameterTypes();
    var arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = i == absent ? null : any(types[i]);
      journal.add(i + 1 < types.length ? ", " : "");
    }
    journal.add(")");
    var result =
        switch (member) {
          case Method method -> method.invoke(receiver, arguments);
          case Constructor<?> made -> made.newInstance(arguments);
        };
    keep(result);
    return result;
  }

  private void keep(@Nullable Object object) {
    if (object instanceof AutoCloseable closeable) {
      made.add(closeable);
    } else if (object instanceof Object[] several) {
      for (var one : several) {
        keep(one);
      }
    }
  }

  private @Nullable Object any(Type type) throws ReflectiveOperationException {
    boolean primitive = type instanceof Class<?> plain && plain.isPrimitive();
    if (!primitive && numbers.isWild() && numbers.chance(0.2)) {
      journal.add("null");
      hasNull = true;
      return null;
    }
    return something(type);
  }

  /// An argument that is not null.
  private Object something(Type type) throws ReflectiveOperationException {
    return switch (type) {
      case Class<?> plain -> plain.isArray() ? array(plain) : plain(plain);
      case GenericArrayType array -> array(rawOf(array.getGenericComponentType()).arrayType());
      case ParameterizedType generic -> generic(generic);
      case TypeVariable<?> variable -> something(variable.getBounds()[0]);
      case WildcardType wildcard ->
          something(
              wildcard.getLowerBounds().length > 0
                  ? wildcard.getLowerBounds()[0]
                  : wildcard.getUpperBounds()[0]);
      default -> throw new UnmakeableException(type);
    };
  }

  private static Class<?> rawOf(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  private <T> T said(T value) {
    var text = String.valueOf(value);
    journal.add(text.length() > 60 ? text.substring(0, 60) + "…" : text);
    return value;
  }

  private Object plain(Class<?> type) throws ReflectiveOperationException {
    if (type == long.class || type == Long.class) {
      return said(numbers.integer());
    } else if (type == int.class || type == Integer.class) {
      return said((int) Math.clamp(numbers.integer(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    } else if (type == double.class || type == Double.class || type == Number.class) {
      return said(numbers.real());
    } else if (type == float.class) {
      return said((float) numbers.real());
    } else if (type == boolean.class || type == Boolean.class) {
      return said(numbers.chance(0.5));
    } else if (type == String.class || type == CharSequence.class) {
      return said(numbers.text());
    } else if (type == Tensor.class || type == Object.class) {
      var tensor = tensors.tensor();
      made.add(tensor);
      return tensor;
    } else if (type.isEnum()) {
      return said(type.getEnumConstants()[numbers.below(type.getEnumConstants().length)]);
    } else if (type == Path.class) {
      return said(folder.resolve(List.of("absent", "empty", "noise", "").get(numbers.below(4))));
    } else if (type == InputStream.class) {
      return new ByteArrayInputStream(numbers.bytes());
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(numbers.below(1000));
    } else if (type == Duration.class) {
      return Duration.ofMillis(numbers.below(1000));
    } else if (type == MemorySegment.class) {
      return numbers.chance(0.7)
          ? Arena.ofAuto().allocate(numbers.below(300), 64)
          : MemorySegment.ofArray(numbers.bytes());
    } else if (type == Runnable.class) {
      return (Runnable) () -> {};
    } else if (type == Layer.class && numbers.chance(0.5)) {
      return (Layer) Tensor::relu;
    }
    return object(type);
  }

  private Object array(Class<?> type) throws ReflectiveOperationException {
    if (type == long[].class) {
      return said(numbers.integers());
    } else if (type == byte[].class) {
      return numbers.bytes();
    }
    var part = type.getComponentType();
    int length = part == double.class ? numbers.below(6) : numbers.below(4);
    var array = Array.newInstance(part, length);
    journal.add("{");
    for (int i = 0; i < length; i++) {
      journal.add(i == 0 ? "" : ", ");
      Array.set(array, i, part == Tensor.class ? any(part) : something(part));
    }
    journal.add("}");
    return array;
  }

  private Object generic(ParameterizedType type) throws ReflectiveOperationException {
    var raw = rawOf(type);
    var parts = type.getActualTypeArguments();
    if (raw == Consumer.class && rawOrNull(parts[0]) instanceof Class<?> options) {
      return chooser(options);
    } else if (raw == Map.class || raw == Map.Entry.class) {
      var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
      for (int i = numbers.below(3); i > 0; i--) {
        map.put(something(parts[0]), something(parts[1]));
      }
      return map;
    } else if (raw == Optional.class) {
      return Optional.ofNullable(any(parts[0]));
    } else if (raw == List.class
        || raw == Iterable.class
        || raw == Set.class
        || raw == Stream.class) {
      var list = new ArrayList<@Nullable Object>();
      journal.add("[");
      for (int i = numbers.below(4); i > 0; i--) {
        list.add(something(parts[0]));
        journal.add("; ");
      }
      journal.add("]");
      return raw == Set.class
          ? new LinkedHashSet<>(list)
          : raw == Stream.class ? list.stream() : list;
    }
    return raw.isInterface() ? proxy(raw, type) : object(raw);
  }

  private static @Nullable Class<?> rawOrNull(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case WildcardType wildcard when wildcard.getLowerBounds().length > 0 ->
          rawOrNull(wildcard.getLowerBounds()[0]);
      default -> null;
    };
  }

  /// A consumer of options that sets some of them.
  private Consumer<Object> chooser(Class<?> options) {
    return chosen -> {
      var setters =
          surface.of(options).stream()
              .filter(Method.class::isInstance)
              .map(Method.class::cast)
              .toList();
      for (int i = setters.isEmpty() ? 0 : numbers.below(4); i > 0; i--) {
        var setter = setters.get(numbers.below(setters.size()));
        journal.add(" ." + setter.getName() + "(");
        try {
          var types = setter.getGenericParameterTypes();
          var arguments = new Object[types.length];
          for (int j = 0; j < types.length; j++) {
            arguments[j] = any(types[j]);
            journal.add(" ");
          }
          journal.add(")");
          setter.invoke(chosen, arguments);
        } catch (ReflectiveOperationException e) {
          throw thrownBy(e);
        }
      }
    };
  }

  /// An object of this class, made by one of the ways that the library offers.
  private Object object(Class<?> type) throws ReflectiveOperationException {
    if (type == Tensor.class || Tensor.class.getInterfaces().length > 0 && isFamily(type)) {
      return plain(Tensor.class);
    }
    var makers = MAKERS.computeIfAbsent(type, surface::makersOf);
    if (makers.isEmpty() || depth >= DEEPEST) {
      if (type.isInterface() && !type.isSealed()) {
        return proxy(type, type);
      }
      throw new UnmakeableException(type);
    }
    depth++;
    try {
      var object = call(makers.get(numbers.below(makers.size())));
      if (object == null) {
        throw new UnmakeableException(type);
      }
      return object;
    } finally {
      depth--;
    }
  }

  private static boolean isFamily(Class<?> type) {
    return type.isInterface() && type.isAssignableFrom(Tensor.class) && type != AutoCloseable.class;
  }

  private Object proxy(Class<?> type, Type declared) {
    journal.add("any " + type.getSimpleName());
    return Proxy.newProxyInstance(
        type.getClassLoader() == null ? getClass().getClassLoader() : type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, _) ->
            switch (method.getName()) {
              case "equals" -> false;
              case "hashCode" -> 1;
              case "toString" -> "any " + declared.getTypeName();
              default -> answer(method.getGenericReturnType(), type, declared);
            });
  }

  private @Nullable Object answer(Type type, Class<?> owner, Type declared)
      throws ReflectiveOperationException {
    if (type == void.class) {
      return null;
    }
    int place = List.of(owner.getTypeParameters()).indexOf(type);
    boolean known = place >= 0 && declared instanceof ParameterizedType;
    try {
      return any(known ? ((ParameterizedType) declared).getActualTypeArguments()[place] : type);
    } catch (InvocationTargetException e) {
      throw thrownBy(e);
    }
  }

  /// What a reflective call threw.
  static RuntimeException thrownBy(ReflectiveOperationException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(e);
    };
  }
}
