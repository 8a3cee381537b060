package profundo.tensor;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sentence for an argument that is null where none may be. Nothing is looked at before the
/// Java machine has stumbled over it: a check would cost every call.
final class NullArgument {
  private static final Pattern NAMED = Pattern.compile("because \"([^\"\\[]+)(\\[.*)?\" is null");
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private NullArgument() {}

  /// Wants something, and returns it: for what native code would take for nothing.
  static <T> T require(String op, String name, @Nullable T given) {
    if (given == null) {
      throw exception(op, name);
    }
    return given;
  }

  /// The exception for what a call stumbled over: the machine's message knows the variable.
  static TensorException of(String op, NullPointerException failure) {
    var named = NAMED.matcher(String.valueOf(failure.getMessage()));
    if (!named.find()) {
      return new TensorException(op + ": an argument is null.");
    }
    var name = named.group(1);
    return exception(op, named.group(2) == null ? name : "an element of " + name);
  }

  /// The exception for the only tensor that the method of the public interface was given.
  static TensorException tensorOfCaller(String op) {
    var name = STACK.walk(frames -> frames.flatMap(NullArgument::names).findFirst());
    return exception(op, name.orElse("a tensor"));
  }

  private static Stream<String> names(StackFrame frame) {
    var type = frame.getDeclaringClass();
    if (!Modifier.isPublic(type.getModifiers())) {
      return Stream.empty();
    }
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals(frame.getMethodName()))
        .filter(method ->
            Arrays.equals(method.getParameterTypes(), frame.getMethodType().parameterArray()))
        .flatMap(method -> Arrays.stream(method.getParameters()))
        .filter(parameter -> parameter.getType() == Tensor.class)
        .map(Parameter::getName);
  }

  private static TensorException exception(String op, String name) {
    return new TensorException(op + ": " + name + " is null.");
  }
}
