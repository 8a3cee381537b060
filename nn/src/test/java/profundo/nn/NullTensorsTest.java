package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.base.ProfundoException;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Every layer, loss and initialiser that is given null for a tensor says so, by the argument's
/// name.
class NullTensorsTest {
  /// A receiver, and the shapes of the tensors that it takes.
  private record Receiver(@Nullable Object object, List<long[]> shapes) {}

  @Test
  void aNullTensorIsNamedEverywhere() throws Exception {
    var wrong = new ArrayList<String>();
    int tried = 0;
    for (var type : Classes.publicIn(Net.class)) {
      for (var method : type.getDeclaredMethods()) {
        boolean called = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
        for (int i = 0; called && i < method.getParameterCount(); i++) {
          if (isWanted(method.getParameters()[i])) {
            tried++;
            try (var _ = Scope.open()) {
              var said = thrownBy(method, i, receiver(type, method));
              if (!said.contains(method.getParameters()[i].getName() + " is null.")) {
                wrong.add(method + " " + method.getParameters()[i].getName() + ": " + said);
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThan(50);
  }

  private static boolean isWanted(Parameter parameter) {
    return parameter.getType() == Tensor.class
        && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Receiver receiver(Class<?> type, Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      return new Receiver(null, List.of());
    }
    if (type == KeyValueCache.class) {
      return new Receiver(new KeyValueCache(), List.of());
    }
    if (type == Masks.class) {
      return new Receiver(Masks.NONE, List.of());
    }
    long tensors = Stream.of(method.getParameterTypes()).filter(Tensor.class::equals).count();
    return LayoutsTest.LAYERS.values().stream()
        .sorted(Comparator.comparing(tried -> tried.shapes().size() != tensors))
        .map(tried -> new Receiver(tried.layer().get(), tried.shapes()))
        .filter(receiver -> type.isInstance(receiver.object()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(method));
  }

  private static String thrownBy(Method method, int absent, Receiver receiver) throws Exception {
    var shapes = receiver.shapes().iterator();
    var types = method.getParameterTypes();
    var arguments = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      var shape = shapes.hasNext() ? shapes.next() : new long[] {2, 2};
      arguments[i] = i == absent ? null : good(types[i], shape);
    }
    try {
      method.invoke(receiver.object(), arguments);
      return "nothing thrown";
    } catch (InvocationTargetException e) {
      return e.getTargetException() instanceof ProfundoException known
          ? String.valueOf(known.getMessage())
          : e.getTargetException().toString();
    }
  }

  private static Object good(Class<?> type, long[] shape) {
    return Stream.<Object>of(
            Tensor.ones(shape),
            Masks.NONE,
            new KeyValueCache(),
            new long[] {1, 1},
            Init.Fan.IN,
            new LSTMCell.State(Tensor.ones(2, 4), Tensor.ones(2, 4)),
            Reduction.MEAN,
            1L,
            0.5)
        .filter(value -> boxed(type).isInstance(value))
        .findFirst()
        .orElseGet(() -> Objects.requireNonNull(cache(type), type.toString()));
  }

  private static @Nullable Object cache(Class<?> type) {
    return type == TransformerDecoder.Cache.class
        ? new TransformerDecoder(1, () -> new TransformerDecoderLayer(8, 2)).cache()
        : null;
  }

  private static Class<?> boxed(Class<?> type) {
    return type == long.class ? Long.class : type == double.class ? Double.class : type;
  }
}
