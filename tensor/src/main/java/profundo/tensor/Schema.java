package profundo.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import profundo.base.Text;

/// What one overload of a native operation takes, as libtorch declares it.
///
/// @param overload the name of the overload, often empty
/// @param text the whole declaration
record Schema(
    OperatorHandle handle, String overload, String text, List<SchemaParameter> parameters) {
  static Schema of(OperatorHandle handle) {
    var schema = handle.schema();
    var parameters = new ArrayList<SchemaParameter>();
    var all = schema.arguments();
    if (all != null) {
      for (long i = 0; i < all.limit(); i++) {
        parameters.add(SchemaParameter.of(all.getPointer(i)));
      }
    }
    return new Schema(
        handle,
        OperatorNames.text(schema.overload_name()),
        OperatorNames.text(torch.toString(schema)),
        List.copyOf(parameters));
  }

  /// Whether a tensor must be given to write to.
  boolean writesOut() {
    return parameters.stream().anyMatch(SchemaParameter::out);
  }

  boolean accepts(@Nullable Object[] arguments) {
    return arguments.length <= parameters.size() && refused(arguments) == parameters.size();
  }

  /// The place of the first argument that does not fit, or is missing; the number of all if none.
  private int refused(@Nullable Object[] arguments) {
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      boolean fits =
          i < arguments.length ? parameter.accepts(arguments[i]) : parameter.hasDefault();
      if (!fits) {
        return i;
      }
    }
    return parameters.size();
  }

  /// Why the arguments are not accepted.
  TensorException refusal(@Nullable Object[] arguments) {
    int at = refused(arguments);
    var why =
        at == parameters.size()
            ? arguments.length + " arguments are given, and " + at + " are taken"
            : at < arguments.length
                ? "argument "
                    + (at + 1)
                    + ", "
                    + parameters.get(at).name()
                    + ", is "
                    + describe(arguments[at])
                    + " and should be "
                    + parameters.get(at).type()
                : "argument " + (at + 1) + ", " + parameters.get(at).name() + ", is missing";
    return new TensorException(
        text.substring(0, text.indexOf('(')) + ": " + why + ": " + text + ".");
  }

  static String describe(@Nullable Object... arguments) {
    return Arrays.stream(arguments).map(Schema::describe).collect(Collectors.joining(", "));
  }

  private static String describe(@Nullable Object argument) {
    return switch (argument) {
      case null -> "null";
      case Tensor tensor -> tensor.isClosed() ? "a closed tensor" : "Tensor " + tensor.shape();
      case Number number -> number + " (" + number.getClass().getSimpleName() + ")";
      case Boolean truth -> truth.toString();
      case String text -> "\"" + Text.abridged(text) + "\"";
      default -> argument.getClass().getSimpleName();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
