package profundo.nn;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import profundo.tensor.Tensor;

/// A tensor's numbers as plain Java reads them, for definitions written out as loops.
record Numbers(double[] values, long... shape) {
  static Numbers of(Tensor tensor) {
    return new Numbers(tensor.detach().toDoubleArray(), tensor.shape().toArray());
  }

  /// The number at an index; 0 outside.
  double at(long... index) {
    long place = 0;
    for (int i = 0; i < shape.length; i++) {
      if (index[i] < 0 || index[i] >= shape[i]) {
        return 0;
      }
      place = place * shape[i] + index[i];
    }
    return values[Math.toIntExact(place)];
  }

  /// A tensor of double precision with what a function gives for each index.
  static Tensor each(long[] shape, ToDoubleFunction<long[]> value) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    var values = new double[Math.toIntExact(count)];
    for (int place = 0; place < values.length; place++) {
      var index = new long[shape.length];
      long rest = place;
      for (int i = shape.length - 1; i >= 0; i--) {
        index[i] = rest % shape[i];
        rest /= shape[i];
      }
      values[place] = value.applyAsDouble(index);
    }
    return shape.length == 0 ? Tensor.of(values).squeeze() : Tensor.of(values, shape);
  }

  /// A function of each number.
  static Tensor map(Tensor x, DoubleUnaryOperator function) {
    var numbers = of(x);
    return each(numbers.shape, i -> function.applyAsDouble(numbers.at(i)));
  }

  /// A function of each pair of numbers of two tensors of one shape.
  static Tensor map(Tensor x, Tensor y, DoubleBinaryOperator function) {
    var a = of(x);
    var b = of(y);
    return each(a.shape, i -> function.applyAsDouble(a.at(i), b.at(i)));
  }

  /// The sum of what a function gives for 0 to below `end`.
  static double sum(long end, ToDoubleFunction<Long> term) {
    double sum = 0;
    for (long i = 0; i < end; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }
}
