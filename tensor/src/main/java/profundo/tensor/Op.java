package profundo.tensor;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptionalList;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/// The one way from Java into native code: it wraps results, rewrites native messages, and keeps
/// the inputs, and whatever else the call reads, alive until it has returned.
final class Op {
  /// An absent tensor, for arguments such as a bias.
  static final TensorOptional NONE = Native.constant(TensorOptional::new);

  /// The result type that the operation would choose by itself.
  static final ScalarTypeOptional SAME_TYPE = Native.constant(ScalarTypeOptional::new);

  static final DoubleOptional NO_DOUBLE = Native.constant(DoubleOptional::new);
  static final MemoryFormatOptional NO_FORMAT = Native.constant(MemoryFormatOptional::new);
  static final LongOptional NO_LONG = Native.constant(LongOptional::new);
  static final StringViewOptional NO_STRING = Native.constant(StringViewOptional::new);
  static final TensorArrayRefOptional NO_LIST = Native.constant(TensorArrayRefOptional::new);
  static final BoolOptional NO_BOOL = Native.constant(BoolOptional::new);
  static final BoolOptional TRUE = Native.constant(() -> new BoolOptional(true));
  static final BoolOptional FALSE = Native.constant(() -> new BoolOptional(false));
  static final ScalarOptional NO_SCALAR = Native.constant(ScalarOptional::new);

  private Op() {}

  /// A function of one tensor.
  static Tensor unary(String op, Object x, UnaryOperator<org.bytedeco.pytorch.Tensor> function) {
    var input = (Tensor) x;
    var thread = Local.enter();
    try {
      return new Tensor(function.apply(input.raw()), op);
    } catch (RuntimeException e) {
      throw Messages.translate(op, e, input);
    } finally {
      thread.leave();
      Reference.reachabilityFence(input);
    }
  }

  /// A function of two tensors.
  static Tensor binary(
      String op, Object x, Tensor y, BinaryOperator<org.bytedeco.pytorch.Tensor> function) {
    var input = (Tensor) x;
    var thread = Local.enter();
    try {
      if (y == null) {
        throw NullArgument.tensorOfCaller(op);
      }
      return new Tensor(function.apply(input.raw(), y.raw()), op);
    } catch (RuntimeException e) {
      throw Messages.translate(op, e, input, y);
    } finally {
      thread.leave();
      Reference.reachabilityFence(input);
      Reference.reachabilityFence(y);
    }
  }

  /// A function of a tensor and a number.
  static Tensor scalar(
      String op,
      Object x,
      double value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> function) {
    return withScalar(op, (Tensor) x, Local.current().scalar(value), function);
  }

  /// A function of a tensor and an integer.
  static Tensor scalar(
      String op,
      Object x,
      long value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> function) {
    return withScalar(op, (Tensor) x, Local.current().scalar(value), function);
  }

  private static Tensor withScalar(
      String op,
      Tensor input,
      Scalar value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> function) {
    var thread = Local.enter();
    try {
      return new Tensor(function.apply(input.raw(), value), op);
    } catch (RuntimeException e) {
      throw Messages.translate(op, e, input);
    } finally {
      thread.leave();
      Reference.reachabilityFence(input);
    }
  }

  /// Any call that makes one tensor; `inputs` are what it reads.
  static Tensor of(String op, Supplier<org.bytedeco.pytorch.Tensor> call, Object... inputs) {
    var thread = Local.enter();
    try {
      return new Tensor(call.get(), op);
    } catch (RuntimeException e) {
      throw Messages.translate(op, e, tensors(inputs));
    } finally {
      thread.leave();
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(call);
    }
  }

  /// A call that changes its first input in place and returns it.
  static Tensor inPlace(String op, Object x, Runnable call, Tensor... others) {
    run(op, call, x, others);
    return (Tensor) x;
  }

  /// A call for its effect.
  static void run(String op, Runnable call, Object x, Tensor... others) {
    var thread = Local.enter();
    try {
      call.run();
    } catch (RuntimeException e) {
      var inputs = new Tensor[others.length + 1];
      inputs[0] = (Tensor) x;
      System.arraycopy(others, 0, inputs, 1, others.length);
      throw Messages.translate(op, e, inputs);
    } finally {
      thread.leave();
      Reference.reachabilityFence(x);
      Reference.reachabilityFence(others);
      Reference.reachabilityFence(call);
    }
  }

  /// A call that reads something that is not a tensor.
  static <T> T read(String op, Supplier<T> call, Object... inputs) {
    var thread = Local.enter();
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw Messages.translate(op, e, tensors(inputs));
    } finally {
      thread.leave();
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(call);
    }
  }

  /// A call that makes two tensors.
  static Tensor[] two(String op, Supplier<T_TensorTensor_T> call, Object... inputs) {
    return read(
        op,
        () -> {
          var both = call.get();
          var result = new Tensor[] {copy(op, both.get0()), copy(op, both.get1())};
          both.deallocate();
          return result;
        },
        inputs);
  }

  /// A call that makes three tensors.
  static Tensor[] three(String op, Supplier<T_TensorTensorTensor_T> call, Object... inputs) {
    return read(
        op,
        () -> {
          var all = call.get();
          var result =
              new Tensor[] {copy(op, all.get0()), copy(op, all.get1()), copy(op, all.get2())};
          all.deallocate();
          return result;
        },
        inputs);
  }

  /// A call that makes a list of tensors.
  static Tensor[] many(String op, Supplier<TensorVector> call, Object... inputs) {
    return read(
        op,
        () -> {
          var all = call.get();
          var result = new Tensor[(int) all.size()];
          for (int i = 0; i < result.length; i++) {
            result[i] = copy(op, all.get(i));
          }
          all.deallocate();
          return result;
        },
        inputs);
  }

  /// A tensor that may be absent, as native code wants it.
  static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? NONE : tensor.optional();
  }

  /// The binding's tensor beneath one of ours.
  static org.bytedeco.pytorch.Tensor raw(Object tensor) {
    return ((Tensor) tensor).raw();
  }

  /// An integer that native code takes as optional, for the length of one call.
  static <T> T withLong(long value, Function<LongOptional, T> call) {
    var wrapped = new LongOptional(value);
    try {
      return call.apply(wrapped);
    } finally {
      wrapped.deallocate();
    }
  }

  /// A number that native code takes as optional, for the length of one call.
  static <T> T withDouble(double value, Function<DoubleOptional, T> call) {
    var wrapped = new DoubleOptional(value);
    try {
      return call.apply(wrapped);
    } finally {
      wrapped.deallocate();
    }
  }

  /// Index tensors as the native list of optional ones, for the length of one call.
  static <T> T withPositions(Tensor[] positions, Function<TensorOptionalList, T> call) {
    var list = new TensorOptionalList();
    try {
      for (var position : positions) {
        list.push_back(position.optional());
      }
      return call.apply(list);
    } finally {
      list.deallocate();
    }
  }

  /// A wrapper of its own for a tensor that lies inside a native result.
  static Tensor copy(String op, org.bytedeco.pytorch.Tensor inside) {
    return new Tensor(new org.bytedeco.pytorch.Tensor(inside), op);
  }

  /// Tensors as a native list, for the length of one call.
  static <T> T withList(Tensor[] tensors, Function<TensorVector, T> call) {
    var raws = new org.bytedeco.pytorch.Tensor[tensors.length];
    for (int i = 0; i < raws.length; i++) {
      raws[i] = tensors[i].raw();
    }
    var list = new TensorVector(raws);
    try {
      return call.apply(list);
    } finally {
      list.deallocate();
      Reference.reachabilityFence(tensors);
    }
  }

  private static Tensor[] tensors(Object... inputs) {
    var result = new ArrayList<Tensor>();
    for (var input : inputs) {
      if (input instanceof Tensor tensor) {
        result.add(tensor);
      } else if (input instanceof Tensor[] several) {
        Collections.addAll(result, several);
      }
    }
    return result.toArray(new Tensor[0]);
  }
}
