package profundo.tensor;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;

/// A process that enters the library by every static method and constructor that it can give
/// arguments to, twice, and prints each way that failed with an error of the JVM, then each
/// sentence that was thrown.
final class EveryEntry {
  private static final List<Class<?>> ENTRIES =
      List.of(
          Tensor.class,
          Rng.class,
          Threads.class,
          Device.class,
          Scope.class,
          Grad.class,
          Autocast.class,
          Libtorch.class,
          Fused.class);

  private EveryEntry() {}

  static void main() {
    var sentences = new TreeMap<String, Integer>();
    for (int round = 0; round < 2; round++) {
      for (var entry : ENTRIES) {
        Stream.concat(
                Stream.of(entry.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers())),
                Stream.of(entry.getConstructors()))
            .forEach(way -> enter(way, sentences));
      }
    }
    sentences.forEach((sentence, times) -> System.out.println(sentence));
  }

  private static void enter(Executable way, TreeMap<String, Integer> sentences) {
    var arguments = Stream.of(way.getParameterTypes()).map(EveryEntry::argument).toArray();
    try {
      Object _ =
          way instanceof Method method
              ? method.invoke(null, arguments)
              : ((Constructor<?>) way).newInstance(arguments);
    } catch (InvocationTargetException e) {
      switch (Objects.requireNonNull(e.getCause())) {
        case TensorException _ -> {}
        case ProfundoException sentence -> sentences.merge(sentence.getMessage(), 1, Integer::sum);
        case LinkageError error -> System.out.println(way + ": " + error);
        default -> {}
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      System.out.println(way + " is not entered: " + e);
    }
  }

  private static @Nullable Object argument(Class<?> type) {
    if (type == long[].class) {
      return new long[] {2};
    }
    if (type == float[].class) {
      return new float[2];
    }
    if (type == double.class) {
      return 1.0;
    }
    if (type == float.class) {
      return 1f;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == Device.class) {
      return Device.CPU;
    }
    if (type == DType.class) {
      return DType.FLOAT32;
    }
    return type.isArray() ? java.lang.reflect.Array.newInstance(type.getComponentType(), 1) : null;
  }
}
