package profundo.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation of libtorch by its name there, for what [Tensor] has no method for:
///
/// ```java
/// Tensor clean = Operator.of("aten::nan_to_num").call(x, 0.0);
/// List<Tensor> both = Operator.of("aten::topk").tensors(x, 3);
/// ```
///
/// The arguments are those of the operation's schema in their order, keyword arguments too; those
/// left out at the end take the schema's defaults. For each type of the schema a Java value:
///
/// | schema | Java |
/// | --- | --- |
/// | `Tensor` | [Tensor] |
/// | `int`, `SymInt` | an integer of any size |
/// | `float`, `Scalar` | a number; a `Scalar` may be a boolean |
/// | `bool`, `str` | boolean, [String] |
/// | `ScalarType`, `Device` | [DType], [Device] |
/// | `MemoryFormat` | `"contiguous_format"`, `"preserve_format"`, `"channels_last"`, `"channels_last_3d"` |
/// | `Layout` | `"strided"` |
/// | `T[]` | an array or a [List]; one number for all of an `int[2]` |
/// | `T?` | null for none |
///
/// Gradients pass through an operation as through those of [Tensor]. An operation that changes a
/// tensor or writes to `out` returns that very tensor. Names with an underscore in front, backward
/// halves of operations and quantized cells are libtorch's own: they are not called, since they
/// trust their caller and may end the process.
public final class Operator {
  private final String name;
  private final List<Schema> overloads;

  private Operator(String name, List<Schema> overloads) {
    this.name = name;
    this.overloads = overloads;
  }

  /// The operation of this name: `aten::add.Scalar` for one of its overloads, `aten::add` for
  /// whichever accepts the arguments, those without `out` first and then in the order of their
  /// names. A name without a namespace is one of `aten`.
  ///
  /// @throws TensorException if there is none; the message says which names are near
  public static Operator of(String name) {
    NullArgument.require("Operator", "name", name);
    return new Operator(name, OperatorNames.find(name));
  }

  /// Calls an operation that makes one tensor.
  ///
  /// @throws TensorException if no overload accepts the arguments, the operation makes something
  ///   else, or it fails
  public Tensor call(@Nullable Object... arguments) {
    var values = values(arguments);
    if (values.size() == 1 && values.getFirst() instanceof Tensor tensor) {
      return tensor;
    }
    throw new TensorException(
        name
            + ": call(…) is for operations that make one tensor: use tensors(…) or values(…): "
            + overloads.getFirst()
            + ".");
  }

  /// Calls an operation that makes several tensors, or one list of them.
  ///
  /// @throws TensorException as for [#call], and if the operation leaves one of them out
  public List<Tensor> tensors(@Nullable Object... arguments) {
    var values = values(arguments);
    var all =
        values.size() == 1 && values.getFirst() instanceof List<?> list
            ? List.copyOf(list)
            : values;
    return all.stream().map(this::tensor).toList();
  }

  private Tensor tensor(@Nullable Object value) {
    if (value instanceof Tensor tensor) {
      return tensor;
    }
    throw new TensorException(
        name
            + ": tensors(…) is for operations that make tensors alone, and here is "
            + (value == null ? "none" : "a " + value.getClass().getSimpleName())
            + ": use values(…): "
            + overloads.getFirst()
            + ".");
  }

  /// Calls any operation. Its results are tensors, lists of tensors, longs, doubles, booleans and
  /// strings; null for a tensor that it left out.
  ///
  /// @throws TensorException if no overload accepts the arguments, or the operation fails
  public List<@Nullable Object> values(@Nullable Object... arguments) {
    NullArgument.require(name, "arguments", arguments);
    return OperatorCall.run(choose(arguments), arguments);
  }

  private Schema choose(@Nullable Object[] arguments) {
    for (var schema : overloads) {
      if (schema.accepts(arguments)) {
        return schema;
      }
    }
    if (overloads.size() == 1) {
      throw overloads.getFirst().refusal(arguments);
    }
    throw new TensorException(
        name
            + ": no overload accepts ("
            + Schema.describe(arguments)
            + "): there are "
            + String.join("; ", schemas())
            + ".");
  }

  /// The schemas of this operation's overloads, as libtorch writes them, in the order in which they
  /// are tried.
  public List<String> schemas() {
    return overloads.stream().map(Schema::toString).toList();
  }

  /// The name that was asked for.
  @Override
  public String toString() {
    return name;
  }
}
