package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is wrong with an argument is told by the exception's type: its shape, its element type, or
/// an index. Each public operation is called so that it is fine, and then with one argument
/// changed.
class ArgumentExceptionsTest {
  /// What changes tensors elsewhere or the process, or wants more than arguments.
  private static final Set<String> LEFT_OUT =
      Set.of("close", "backward", "registerHook", "setData", "segment", "retainGrad", "toString");

  /// Where a shape has fewer dimensions or sizes, an index is no longer there; labels of a shape
  /// are taken for probabilities; and one sentence of libtorch's is of shapes and types alike.
  private static final Set<String> FEWER_PLACES =
      Set.of(
          "Dimension out of range",
          "out of range in self",
          "out of range for tensor",
          "no row of the table",
          "class labels are INT64",
          "expected 0 < n_fft",
          "2 or more dimensions of float");

  private static final Set<String> INDICES =
      Set.of("dim", "index", "dims", "first", "second", "from");

  private static final long[][] SHAPES = {{2, 2}, {2, 2, 2}, {1, 2, 4, 4}, {2}, {}};
  private static final long[][] NONE = {{}};
  private static final long[][] NUMBERS = {{0}, {1}, {1, 1}, {2, 2}};
  private static final Set<Class<?>> NUMBER_TYPES = Set.of(long.class, int.class, long[].class);
  private static final Set<Class<?>> TENSOR_TYPES = Set.of(Tensor.class, Tensor[].class);
  private static final List<Fine> ALL = all();

  /// An operation with arguments that it takes.
  private record Fine(Method method, @Nullable Object[] arguments) {
    /// What it throws if one of the arguments is another.
    Optional<Throwable> thrownWith(int place, Object other) {
      var changed = arguments.clone();
      changed[place] = other;
      return thrown(method, changed);
    }
  }

  private static List<Fine> all() {
    return Stream.of(Tensor.class, Tensors.class)
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> method.getDeclaringClass().getName().startsWith("profundo."))
        .filter(method -> !LEFT_OUT.contains(method.getName()) && !method.isSynthetic())
        .sorted(Comparator.comparing(Method::toString))
        .flatMap(method -> fine(method).stream())
        .toList();
  }

  private static Optional<Fine> fine(Method method) {
    var types = Set.copyOf(List.of(method.getParameterTypes()));
    var numbers = Collections.disjoint(types, NUMBER_TYPES) ? NONE : NUMBERS;
    var others =
        Collections.disjoint(types, TENSOR_TYPES)
            ? List.of(DType.BOOL)
            : List.of(DType.FLOAT32, DType.INT64, DType.BOOL, DType.COMPLEX64);
    for (var type : List.of(DType.FLOAT32, DType.INT64, DType.COMPLEX64)) {
      for (var shape : SHAPES) {
        for (var number : numbers) {
          for (var other : others) {
            var arguments = arguments(method, shape, type, other, number);
            if (arguments.isPresent() && thrown(method, arguments.get()).isEmpty()) {
              return Optional.of(new Fine(method, arguments.get()));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /// The receiver, or null, and what the method takes.
  private static Optional<@Nullable Object[]> arguments(
      Method method, long[] shape, DType type, DType others, long... numbers) {
    var types = method.getParameterTypes();
    var all = new @Nullable Object[types.length + 1];
    var made = Tensor.ones(shape);
    all[0] = Modifier.isStatic(method.getModifiers()) ? null : made.to(type);
    for (int i = 0; i < types.length; i++) {
      Object argument = argument(types[i], made.to(others), numbers);
      if (argument == null) {
        return Optional.empty();
      }
      all[i + 1] = argument;
    }
    return Optional.of(all);
  }

  private static @Nullable Object argument(Class<?> type, Tensor tensor, long... numbers) {
    long number = numbers.length == 0 ? 0 : numbers[0];
    return switch (type.getSimpleName()) {
      case "Tensor" -> tensor;
      case "Tensor[]" -> new Tensor[] {tensor, tensor};
      case "long" -> number;
      case "int" -> (int) number;
      case "double" -> 0.5;
      case "boolean" -> false;
      case "long[]" -> numbers;
      case "Shape" -> Shape.of(numbers);
      case "Reduction" -> Reduction.MEAN;
      case "DType" -> DType.FLOAT32;
      case "Device" -> Device.CPU;
      case "String" -> "sum";
      default -> null;
    };
  }

  private static Optional<Throwable> thrown(Method method, @Nullable Object[] arguments) {
    try {
      method.invoke(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(Objects.requireNonNull(e.getCause()));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /// Each operation with each argument changed; what is thrown and not meant is wrong.
  private static void check(
      Class<? extends ArgumentException> meant, Set<String> otherReasons, Change change) {
    var wrong = new ArrayList<String>();
    int refused = 0;
    try (var _ = Scope.open()) {
      for (var fine : ALL) {
        for (int place = 0; place < fine.arguments().length; place++) {
          for (var other : change.of(fine, place)) {
            var thrown = fine.thrownWith(place, other);
            if (thrown.isPresent()) {
              refused++;
              var said = String.valueOf(thrown.get().getMessage());
              if (!meant.isInstance(thrown.get())
                  && otherReasons.stream().noneMatch(said::contains)) {
                wrong.add(
                    thrown.get().getClass().getSimpleName() + " " + fine.method() + ": " + said);
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(refused).isGreaterThan(60);
  }

  @FunctionalInterface
  private interface Change {
    List<Object> of(Fine fine, int place);
  }

  @Test
  void aShapeThatDoesNotFitIsAShapeException() {
    check(
        ShapeException.class,
        FEWER_PLACES,
        (fine, place) ->
            fine.arguments()[place] instanceof Tensor tensor
                ? List.of(
                    Tensor.ones(7, 5, 3).to(tensor.dtype()), Tensor.ones(0).to(tensor.dtype()))
                : List.of());
  }

  @Test
  void anElementTypeThatDoesNotFitIsADTypeException() {
    check(
        DTypeException.class,
        Set.of("ZeroDivisionError", "no class dimension"),
        (fine, place) ->
            fine.arguments()[place] instanceof Tensor tensor
                ? Stream.of(DType.COMPLEX64, DType.BOOL, DType.INT64, DType.FLOAT64)
                    .filter(type -> type != tensor.dtype())
                    .<Object>map(tensor::to)
                    .toList()
                : List.of());
  }

  @Test
  void anIndexThatIsNotThereIsAnIndexException() {
    check(
        IndexException.class,
        Set.of(),
        (fine, place) -> {
          var isIndex =
              place > 0 && INDICES.contains(fine.method().getParameters()[place - 1].getName());
          return !isIndex
              ? List.of()
              : switch (fine.arguments()[place]) {
                case Long _ -> List.of(99L, -99L);
                case Integer _ -> List.of(99, -99);
                case long[] _ -> List.<Object>of(new long[] {99});
                case null, default -> List.of();
              };
        });
  }

  @Test
  void itKnowsTheOperationAndTheShapes() {
    try (var _ = Scope.open()) {
      Consumer<Tensor> product = x -> x.matmul(Tensor.ones(4, 5));
      var thrown =
          catchThrowableOfType(ShapeException.class, () -> product.accept(Tensor.ones(2, 3)));
      assertThat(thrown.operation()).isEqualTo("matmul");
      assertThat(thrown.shapes()).containsExactly(Shape.of(2, 3), Shape.of(4, 5));
      var placed = thrown.within("model.fc");
      assertThat(placed).isInstanceOf(ShapeException.class).hasMessageStartingWith("model.fc: mat");
      assertThat(placed.operation()).isEqualTo("matmul");
      assertThat(placed.shapes()).isEqualTo(thrown.shapes());
      assertThat(placed.within("model")).isSameAs(placed);
    }
  }

  @Test
  void itCanBeWrittenAndRead() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ShapeException("sum", "too long.", Shape.of(2, 3)));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var read = (ShapeException) in.readObject();
      assertThat(read).hasMessage("sum: too long.");
      assertThat(read.shapes()).containsExactly(Shape.of(2, 3));
    }
  }

  @Test
  void whatIsNotAboutArgumentsIsNone() {
    assertThatThrownBy(() -> Tensor.zeros(2, 2).cholesky())
        .isNotInstanceOf(ArgumentException.class);
    assertThatThrownBy(() -> Tensor.ones(2).sum().backward())
        .isNotInstanceOf(ArgumentException.class);
  }
}
