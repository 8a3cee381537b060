package profundo.sweep;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// Objects that never were constructed, and plain values: enough for a call that ends at its
/// arguments before it looks at the receiver.
final class Bare {
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(long.class, 1L),
          Map.entry(int.class, 1),
          Map.entry(double.class, 0.5),
          Map.entry(float.class, 0.5f),
          Map.entry(boolean.class, true),
          Map.entry(String.class, "a"),
          Map.entry(Object.class, "a"),
          Map.entry(Path.class, Path.of("a")),
          Map.entry(List.class, List.of()),
          Map.entry(Iterable.class, List.of()),
          Map.entry(Map.class, Map.of()),
          Map.entry(Stream.class, Stream.empty()),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(java.io.PrintStream.class, System.err));

  private Bare() {}

  /// An object of this type; null if there is none, since it is abstract.
  static @Nullable Object of(Class<?> type) throws ReflectiveOperationException {
    if (VALUES.containsKey(type)) {
      return VALUES.get(type);
    }
    if (type == Tensor.class) {
      return Tensor.ones(2);
    }
    if (type == Net.class) {
      return of(Linear.class);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 1);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isSealed() && Modifier.isAbstract(type.getModifiers())) {
      return of(type.getPermittedSubclasses()[0]);
    }
    if (type.isInterface()) {
      var loader =
          type.getClassLoader() == null ? Bare.class.getClassLoader() : type.getClassLoader();
      return Proxy.newProxyInstance(loader, new Class<?>[] {type}, (_, _, _) -> null);
    }
    return Modifier.isAbstract(type.getModifiers()) ? null : unmade(type);
  }

  /// As serialisation makes objects, without a constructor of theirs; the JDK has it where javac
  /// warns of it.
  private static Object unmade(Class<?> type) throws ReflectiveOperationException {
    var factory = Class.forName("sun.reflect.ReflectionFactory");
    var constructor =
        (Constructor<?>)
            factory
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(
                    factory.getMethod("getReflectionFactory").invoke(null),
                    type,
                    Object.class.getConstructor());
    return constructor.newInstance();
  }
}
