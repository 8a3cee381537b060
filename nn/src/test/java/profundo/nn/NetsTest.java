package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A net that was moved or set to a mode is still what it was.
class NetsTest {
  static Stream<Method> methods() {
    return Arrays.stream(Net.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == Net.class);
  }

  @Test
  void theMethodsAreThoseThatReturnTheNet() {
    assertThat(methods().map(Method::getName))
        .containsExactlyInAnyOrder("to", "to", "train", "eval", "freeze", "unfreeze", "apply");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void eachHasAFormThatKeepsTheType(Method method) throws Exception {
    var types =
        Stream.concat(Stream.of(Net.class), Stream.of(method.getParameterTypes()))
            .toArray(Class<?>[]::new);
    var form = Nets.class.getMethod(method.getName(), types);
    assertThat(form.getGenericReturnType()).isEqualTo(form.getTypeParameters()[0]);
    try (var net = new Linear(2, 3);
        var other = new Linear(2, 3)) {
      net.eval();
      other.eval();
      var argument = types.length == 1 ? null : argument(types[1]);
      var given = argument == null ? form.invoke(null, net) : form.invoke(null, net, argument);
      Object _ = argument == null ? method.invoke(other) : method.invoke(other, argument);
      assertThat(given).isSameAs(net);
      assertThat(state(net)).isEqualTo(state(other));
    }
  }

  private static String state(Net net) {
    var weight = net.parameters().getFirst().tensor();
    return net.training() + " " + weight.dtype() + " " + weight.requiresGrad();
  }

  private static Object argument(Class<?> type) {
    if (type == Consumer.class) {
      return (Consumer<Net>) Net::train;
    }
    return type == Device.class ? Device.CPU : DType.FLOAT64;
  }

  @Test
  void aDeclarationMakesAndMovesInOne() {
    try (var _ = Scope.open();
        var net = Nets.eval(Nets.to(new Linear(2, 3), DType.FLOAT64))) {
      assertThat(net.forward(Tensor.ones(1, 2).to(DType.FLOAT64)).dtype()).isEqualTo(DType.FLOAT64);
    }
  }
}
