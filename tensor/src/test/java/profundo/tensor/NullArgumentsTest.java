package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.base.Decimal;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.base.UserPath;
import profundo.base.WholeFile;

/// Every method of the public interface that is given null where it wants something says so, by the
/// argument's name.
class NullArgumentsTest {
  /// Written for the floors above, or no operations of tensors.
  private static final List<Class<?>> ELSEWHERE =
      List.of(
          Text.class,
          Decimal.class,
          WholeFile.class,
          Reason.class,
          Given.class,
          UserPath.class,
          ProfundoException.class,
          TensorException.class,
          ShapeException.class,
          DTypeException.class,
          IndexException.class);

  private static final Map<Class<?>, Supplier<Object>> GOOD =
      Map.ofEntries(
          Map.entry(Tensor.class, () -> Tensor.ones(2, 2)),
          Map.entry(Tensor[].class, () -> new Tensor[] {Tensor.ones(2, 2)}),
          Map.entry(long[].class, () -> new long[] {2}),
          Map.entry(int[].class, () -> new int[] {2}),
          Map.entry(byte[].class, () -> new byte[] {2}),
          Map.entry(boolean[].class, () -> new boolean[] {true}),
          Map.entry(float[].class, () -> new float[] {2}),
          Map.entry(float[][].class, () -> new float[][] {{2}}),
          Map.entry(double[].class, () -> new double[] {2}),
          Map.entry(Object[].class, () -> new Object[] {Tensor.ones(2, 2)}),
          Map.entry(ArgumentException.class, () -> new ShapeException("sum", "too long.")),
          Map.entry(Operator.class, () -> Operator.of("relu")),
          Map.entry(Function.class, () -> (Function<Tensor, Tensor>) Tensor::relu),
          Map.entry(String.class, () -> "constant"),
          Map.entry(DType.class, () -> DType.FLOAT32),
          Map.entry(Device.class, () -> Device.CPU),
          Map.entry(Device.Type.class, () -> Device.Type.CPU),
          Map.entry(Shape.class, () -> Shape.of(2, 2)),
          Map.entry(Reduction.class, () -> Reduction.MEAN),
          Map.entry(MemorySegment.class, () -> Arena.global().allocate(64, 64)),
          Map.entry(Runnable.class, () -> (Runnable) () -> {}),
          Map.entry(BiFunction.class, () -> (BiFunction<Object, Tensor, Tensor>) (_, x) -> x),
          Map.entry(AutogradFunction.class, () -> AutogradFunction.of((_, x) -> x, (_, g) -> g)),
          Map.entry(
              AutogradContext.class, () -> AutogradContext.ofForward("f", new boolean[] {true})),
          Map.entry(Supplier.class, () -> (Supplier<Object>) () -> "done"),
          Map.entry(List.class, () -> List.of(Tensor.ones(2, 2))),
          Map.entry(long.class, () -> 1L),
          Map.entry(int.class, () -> 1),
          Map.entry(double.class, () -> 0.5),
          Map.entry(boolean.class, () -> true));

  @Test
  void nullIsNamedEverywhere() throws Exception {
    var wrong = new ArrayList<String>();
    for (var type : publicClasses()) {
      for (var member : members(type)) {
        for (int i = 0; i < member.getParameterCount(); i++) {
          var parameter = member.getParameters()[i];
          if (!parameter.getType().isPrimitive()
              && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            var said = thrownBy(member, i);
            if (!said.contains(parameter.getName() + " is null.")) {
              wrong.add(
                  type.getSimpleName() + "." + member.getName() + " " + parameter + ": " + said);
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String thrownBy(Executable member, int absent) throws Exception {
    try (var _ = Scope.open()) {
      var types = member.getParameterTypes();
      var arguments = new @Nullable Object[types.length];
      for (int i = 0; i < types.length; i++) {
        var good = Objects.requireNonNull(GOOD.get(types[i]), types[i].toString());
        arguments[i] = i == absent ? null : good.get();
      }
      var result =
          switch (member) {
            case Constructor<?> made -> made.newInstance(arguments);
            case Method method -> method.invoke(receiver(method), arguments);
          };
      if (result instanceof Grad || result instanceof Autocast) {
        ((AutoCloseable) result).close();
      }
      return "nothing thrown";
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof TensorException known
          ? String.valueOf(known.getMessage())
          : String.valueOf(e.getCause());
    }
  }

  private static @Nullable Object receiver(Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      return null;
    }
    if (method.getDeclaringClass() == Scope.class) {
      return Scope.open();
    }
    return method.getDeclaringClass().isAssignableFrom(Tensor.class)
        ? Tensor.ones(2, 2)
        : Objects.requireNonNull(GOOD.get(method.getDeclaringClass()), method.toString()).get();
  }

  private static List<? extends Executable> members(Class<?> type) {
    return Stream.<Executable>concat(
            Arrays.stream(type.getConstructors()),
            Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                    Modifier.isPublic(method.getModifiers())
                        && !Modifier.isAbstract(method.getModifiers())
                        && !method.isSynthetic()))
        .filter(member -> !member.getName().equals("equals") && !type.isRecord() && !type.isEnum())
        .toList();
  }

  private static List<? extends Class<?>> publicClasses() throws IOException, URISyntaxException {
    var place = Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.list(place.resolve("profundo/tensor"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("[A-Za-z0-9]+\\.class"))
          .map(file -> named("profundo.tensor." + file.substring(0, file.length() - 6)))
          .filter(type -> Modifier.isPublic(type.getModifiers()) && !ELSEWHERE.contains(type))
          .toList();
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
