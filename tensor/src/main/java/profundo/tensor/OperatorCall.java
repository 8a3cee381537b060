package profundo.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.global.torch.Layout;
import org.jspecify.annotations.Nullable;

/// One call of a native operation through libtorch's dispatcher, which finds the kernel for the
/// tensors' device and remembers the call for gradients.
final class OperatorCall {
  private final String op;
  private final Schema schema;
  private final @Nullable Object[] arguments;
  private final Tensor[] inputs;

  private OperatorCall(Schema schema, @Nullable Object[] arguments) {
    this.op = schema.text().substring(0, schema.text().indexOf('('));
    this.schema = schema;
    this.arguments = arguments;
    this.inputs = Arrays.stream(arguments).flatMap(OperatorCall::tensors).toArray(Tensor[]::new);
  }

  /// The results of a call with arguments that the schema accepts.
  static List<@Nullable Object> run(Schema schema, @Nullable Object[] arguments) {
    var call = new OperatorCall(schema, arguments);
    return Op.read(call.op, call::run, (Object) call.inputs);
  }

  private static Stream<Tensor> tensors(@Nullable Object argument) {
    return switch (argument) {
      case null -> Stream.empty();
      case Tensor tensor -> Stream.of(tensor);
      case List<?> list -> list.stream().flatMap(OperatorCall::tensors);
      case Object[] array -> Arrays.stream(array).flatMap(OperatorCall::tensors);
      default -> Stream.empty();
    };
  }

  private List<@Nullable Object> run() {
    var stack = new IValueVector();
    var places = Arrays.stream(inputs).mapToLong(OperatorCall::place).toArray();
    try {
      var parameters = schema.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        push(stack, parameters.get(i), i);
      }
      schema.handle().callBoxed(stack);
      return results(stack);
    } finally {
      stack.deallocate();
      for (int i = 0; i < places.length; i++) {
        if (!inputs[i].isClosed() && place(inputs[i]) != places[i]) {
          inputs[i].closeViews();
        }
      }
    }
  }

  /// Where a tensor's numbers lie: elsewhere, once an operation has given it another size.
  private static long place(Tensor tensor) {
    var raw = tensor.raw();
    return raw.has_storage() && raw.numel() > 0 ? raw.const_data_ptr().address() : 0;
  }

  private void push(IValueVector stack, SchemaParameter parameter, int i) {
    if (i >= arguments.length) {
      stack.push_back(NullArgument.require(op, parameter.name(), parameter.fallback()));
      return;
    }
    var value = parameter.box(arguments[i]);
    stack.push_back(value);
    value.deallocate();
  }

  private List<@Nullable Object> results(IValueVector stack) {
    var results = new ArrayList<@Nullable Object>();
    for (long i = 0; i < stack.size(); i++) {
      results.add(unbox(stack.get(i)));
    }
    return Collections.unmodifiableList(results);
  }

  private @Nullable Object unbox(IValue value) {
    if (value.isTensor()) {
      return tensor(new org.bytedeco.pytorch.Tensor(value.toTensor()));
    }
    if (value.isTensorList()) {
      var list = value.toTensorVector();
      var result = new ArrayList<@Nullable Object>();
      for (long i = 0; i < list.size(); i++) {
        result.add(tensor(new org.bytedeco.pytorch.Tensor(list.get(i))));
      }
      list.deallocate();
      return Collections.unmodifiableList(result);
    }
    if (value.isInt()) {
      return value.toInt();
    }
    if (value.isDouble()) {
      return value.toDouble();
    }
    if (value.isBool()) {
      return value.toBool();
    }
    if (value.isString()) {
      return OperatorNames.text(value.toStringRef());
    }
    if (value.isNone()) {
      return null;
    }
    throw new TensorException(
        op + ": the result is of a kind that Java has none for: " + schema + ".");
  }

  private @Nullable Tensor tensor(org.bytedeco.pytorch.Tensor raw) {
    if (!raw.defined()) {
      raw.deallocate();
      return null;
    }
    long itself = raw.unsafeGetTensorImpl().address();
    for (var input : inputs) {
      if (input.raw().unsafeGetTensorImpl().address() == itself) {
        raw.deallocate();
        return input;
      }
    }
    if (raw.layout().value != Layout.Strided.value) {
      raw.deallocate();
      throw new TensorException(
          op + ": the result is sparse or packed, and a Tensor is neither: " + schema + ".");
    }
    return new Tensor(raw, op);
  }
}
