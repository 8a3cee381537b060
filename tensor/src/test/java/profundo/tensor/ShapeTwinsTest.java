package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever takes the sizes of a shape one by one takes a [Shape] as well, and does the same.
class ShapeTwinsTest {
  /// What variable numbers of a method are that are no sizes of a shape.
  private static final Set<String> NO_SHAPES = Set.of("dims", "times", "pads");

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          double.class,
          0.5,
          long.class,
          1L,
          DType.class,
          DType.FLOAT32,
          Device.class,
          Device.CPU,
          float[].class,
          new float[6],
          double[].class,
          new double[6],
          long[].class,
          new long[6],
          int[].class,
          new int[6],
          byte[].class,
          new byte[6]);

  static Stream<Method> methods() {
    return Stream.of(Tensor.class, Tensors.class)
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> method.isVarArgs() && last(method).getType() == long[].class)
        .filter(method -> !NO_SHAPES.contains(last(method).getName()));
  }

  private static Parameter last(Method method) {
    return method.getParameters()[method.getParameterCount() - 1];
  }

  @Test
  void makersAndShapesAreAmongThem() {
    assertThat(methods().map(Method::getName))
        .contains("zeros", "randn", "of", "full", "empty", "reshape", "view", "expand", "unflatten")
        .hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theTwinGivesTheSame(Method method) throws Exception {
    var types = method.getParameterTypes();
    var twinTypes = types.clone();
    twinTypes[types.length - 1] = Shape.class;
    var twin = method.getDeclaringClass().getMethod(method.getName(), twinTypes);
    try (var _ = Scope.open()) {
      var sizes = sizes(method.getName());
      var one = call(method, sizes);
      var other = call(twin, Shape.of(sizes));
      assertThat(other.shape()).isEqualTo(one.shape());
      assertThat(other.dtype()).isEqualTo(one.dtype());
      if (!method.getName().equals("empty")) {
        assertThat(other.equal(one)).isTrue();
      }
    }
  }

  private static long[] sizes(String name) {
    return switch (name) {
      case "affineGrid" -> new long[] {2, 1, 4, 5};
      case "unflatten" -> new long[] {3, 1};
      case "expand" -> new long[] {4, 2, 3};
      default -> new long[] {3, 2};
    };
  }

  private static Tensor call(Method method, Object shape) throws Exception {
    Rng.seed(5);
    var types = method.getParameterTypes();
    var arguments = new Object[types.length];
    for (int i = 0; i < types.length - 1; i++) {
      arguments[i] = argument(types[i], i);
    }
    arguments[types.length - 1] = shape;
    var x = Tensor.arange(6).to(DType.FLOAT32).reshape(2, 3);
    var theta = Tensors.linspace(-1, 1, 12).reshape(2, 2, 3);
    try {
      boolean isStatic = Modifier.isStatic(method.getModifiers());
      var receiver = isStatic ? null : method.getName().equals("affineGrid") ? theta : x;
      return (Tensor) method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method.toString(), e.getCause());
    }
  }

  private static Object argument(Class<?> type, int place) {
    if (type == MemorySegment.class) {
      return Arena.global().allocate(64, 64);
    }
    if (type == boolean[].class) {
      return new boolean[6];
    }
    if (type == long.class) {
      return (long) place + 1;
    }
    return Objects.requireNonNull(ARGUMENTS.get(type), type.toString());
  }

  @Test
  void theShapeOfOneGoesIntoAnother() {
    try (var _ = Scope.open()) {
      var x = Tensor.ones(2, 3);
      assertThat(List.of(Tensor.zeros(x.shape()).shape(), x.t().reshape(x.shape()).shape()))
          .containsOnly(Shape.of(2, 3));
    }
  }
}
