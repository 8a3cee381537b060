package profundo.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import profundo.base.Text;

/// Makers of new tensors: of constants, of ranges, of random numbers, and of other tensors.
///
/// Where no type is given they are single precision, and on the processor.
///
/// ```java
/// Tensor counts = Tensors.zeros(DType.INT64, 3, 4);
/// Tensor noise = Tensors.randn(picture.shape());
/// Tensor grid = Tensors.linspace(0, 1, 11);
/// ```
public final class Tensors {
  private record Kind(DType dtype, Device device) {}

  private static final Map<Kind, TensorOptions> OPTIONS = new ConcurrentHashMap<>();

  private Tensors() {}

  /// Numbers that are whatever the memory held: write them all before reading one.
  public static Tensor empty(DType dtype, Device device, long... shape) {
    NullArgument.require("empty", "dtype", dtype);
    NullArgument.require("empty", "device", device);
    NullArgument.require("empty", "shape", shape);
    var options = options(dtype, device);
    return Op.of("empty", () -> torch.empty(sizes(shape), options, Op.NO_FORMAT));
  }

  /// As [#empty(DType,Device,long...)] with these sizes.
  public static Tensor empty(DType dtype, Device device, Shape shape) {
    return empty(dtype, device, NullArgument.require("empty", "shape", shape).sizes());
  }

  /// Zeros.
  public static Tensor zeros(DType dtype, Device device, long... shape) {
    NullArgument.require("zeros", "dtype", dtype);
    NullArgument.require("zeros", "device", device);
    NullArgument.require("zeros", "shape", shape);
    return Op.of("zeros", () -> torch.zeros(sizes(shape), options(dtype, device)));
  }

  /// As [#zeros(DType,Device,long...)] with these sizes.
  public static Tensor zeros(DType dtype, Device device, Shape shape) {
    return zeros(dtype, device, NullArgument.require("zeros", "shape", shape).sizes());
  }

  /// Zeros on the processor.
  public static Tensor zeros(DType dtype, long... shape) {
    return zeros(dtype, Device.CPU, shape);
  }

  /// As [#zeros(DType,long...)] with these sizes.
  public static Tensor zeros(DType dtype, Shape shape) {
    return zeros(dtype, NullArgument.require("zeros", "shape", shape).sizes());
  }

  /// The same number everywhere.
  public static Tensor full(double value, DType dtype, Device device, long... shape) {
    NullArgument.require("full", "dtype", dtype);
    NullArgument.require("full", "device", device);
    NullArgument.require("full", "shape", shape);
    return Op.of(
        "full",
        () -> torch.full(sizes(shape), Local.current().scalar(value), options(dtype, device)));
  }

  /// As [#full(double,DType,Device,long...)] with these sizes.
  public static Tensor full(double value, DType dtype, Device device, Shape shape) {
    return full(value, dtype, device, NullArgument.require("full", "shape", shape).sizes());
  }

  /// The same integer everywhere.
  public static Tensor full(long value, DType dtype, Device device, long... shape) {
    NullArgument.require("full", "dtype", dtype);
    NullArgument.require("full", "device", device);
    NullArgument.require("full", "shape", shape);
    dtype.require("full", value);
    return Op.of(
        "full",
        () -> torch.full(sizes(shape), Local.current().scalar(value), options(dtype, device)));
  }

  /// As [#full(long,DType,Device,long...)] with these sizes.
  public static Tensor full(long value, DType dtype, Device device, Shape shape) {
    return full(value, dtype, device, NullArgument.require("full", "shape", shape).sizes());
  }

  /// The same number everywhere, of single precision on the processor.
  public static Tensor full(double value, long... shape) {
    return full(value, DType.FLOAT32, Device.CPU, shape);
  }

  /// As [#full(double,long...)] with these sizes.
  public static Tensor full(double value, Shape shape) {
    return full(value, NullArgument.require("full", "shape", shape).sizes());
  }

  /// The identity matrix, `[n, n]`.
  public static Tensor eye(long n) {
    return Op.of("eye", () -> torch.eye(n, options(DType.FLOAT32, Device.CPU)));
  }

  /// The integers from `start` to below `end` in steps of `step`, as 64-bit integers.
  ///
  /// @throws TensorException if the step is 0 or leads away from the end, or if the range is longer
  ///   than 64-bit integers reach
  public static Tensor arange(long start, long end, long step) {
    requireReach(start, end, step);
    var local = Local.current();
    return Op.of(
        "arange",
        () ->
            torch.arange(
                local.scalar(start),
                local.scalar(end),
                local.scalar(step),
                options(DType.INT64, Device.CPU)));
  }

  /// Native code computes the length in 64 bits unchecked.
  private static void requireReach(long start, long end, long step) {
    try {
      Math.addExact(Math.subtractExact(end, start), step);
    } catch (ArithmeticException e) {
      throw new TensorException(
          "arange: from "
              + start
              + " to "
              + end
              + " in steps of "
              + step
              + " is further than 64-bit integers reach: use ends or a step nearer to 0.");
    }
  }

  /// The numbers from `start` to below `end` in steps of `step`, of single precision.
  public static Tensor arange(double start, double end, double step) {
    var local = Local.current();
    return Op.of(
        "arange",
        () ->
            torch.arange(
                local.scalar(start),
                local.scalar(end),
                local.scalar(step),
                options(DType.FLOAT32, Device.CPU)));
  }

  /// `steps` numbers from `start` to `end`, both included, evenly spaced.
  public static Tensor linspace(double start, double end, long steps) {
    var local = Local.current();
    return Op.of(
        "linspace",
        () ->
            torch.linspace(
                local.scalar(start), local.scalar(end), steps, options(DType.FLOAT32, Device.CPU)));
  }

  /// Draws from the standard normal distribution.
  public static Tensor randn(long... shape) {
    NullArgument.require("randn", "shape", shape);
    return Op.of("randn", () -> torch.randn(sizes(shape), options(DType.FLOAT32, Device.CPU)));
  }

  /// As [#randn(long...)] with these sizes.
  public static Tensor randn(Shape shape) {
    return randn(NullArgument.require("randn", "shape", shape).sizes());
  }

  /// Draws from the uniform distribution over 0 to 1.
  public static Tensor rand(long... shape) {
    NullArgument.require("rand", "shape", shape);
    return Op.of("rand", () -> torch.rand(sizes(shape), options(DType.FLOAT32, Device.CPU)));
  }

  /// As [#rand(long...)] with these sizes.
  public static Tensor rand(Shape shape) {
    return rand(NullArgument.require("rand", "shape", shape).sizes());
  }

  /// Integers drawn evenly from `low` to below `high`, as 64-bit integers.
  public static Tensor randint(long low, long high, long... shape) {
    NullArgument.require("randint", "shape", shape);
    return Op.of(
        "randint", () -> torch.randint(low, high, sizes(shape), options(DType.INT64, Device.CPU)));
  }

  /// As [#randint(long,long,long...)] with these sizes.
  public static Tensor randint(long low, long high, Shape shape) {
    return randint(low, high, NullArgument.require("randint", "shape", shape).sizes());
  }

  /// The integers 0 to below `n` in random order.
  public static Tensor randperm(long n) {
    return Op.of("randperm", () -> torch.randperm(n, options(DType.INT64, Device.CPU)));
  }

  /// Joins tensors along a dimension that exists. Their other sizes agree.
  public static Tensor cat(long dim, Tensor... tensors) {
    return Op.of("cat", () -> Op.withList(tensors, list -> torch.cat(list, dim)), (Object) tensors);
  }

  /// Joins tensors of one shape along a new dimension.
  public static Tensor stack(long dim, Tensor... tensors) {
    return Op.of(
        "stack", () -> Op.withList(tensors, list -> torch.stack(list, dim)), (Object) tensors);
  }

  /// Chooses from `yes` where the condition holds, else from `no`.
  public static Tensor where(Tensor condition, Tensor yes, Tensor no) {
    return Op.of(
        "where", () -> torch.where(condition.raw(), yes.raw(), no.raw()), condition, yes, no);
  }

  /// Sums products of elements as Einstein wrote them: `einsum("ij,jk->ik", a, b)` is a matrix
  /// product.
  public static Tensor einsum(String equation, Tensor... operands) {
    NullArgument.require("einsum", "equation", equation);
    NullArgument.require("einsum", "operands", operands);
    return Op.of(
        "einsum \"" + Text.abridged(equation) + "\"",
        () -> Op.withList(operands, list -> torch.einsum(equation, list)),
        (Object) operands);
  }

  /// The matrices of coordinates over one-dimensional axes; element `[i, j]` of the k-th is the
  /// k-th coordinate of that point (`indexing="ij"`).
  public static Tensor[] meshgrid(Tensor... axes) {
    NullArgument.require("meshgrid", "axes", axes);
    return Op.many(
        "meshgrid", () -> Op.withList(axes, list -> torch.meshgrid(list, "ij")), (Object) axes);
  }

  /// A complex tensor of a real and an imaginary part.
  public static Tensor complex(Tensor real, Tensor imaginary) {
    NullArgument.require("complex", "real", real);
    NullArgument.require("complex", "imaginary", imaginary);
    return stack(-1, real, imaginary).viewAsComplex();
  }

  /// A raised-cosine window of this length, periodic, as the short-time Fourier transform wants it.
  public static Tensor hannWindow(long length) {
    return Op.of(
        "hannWindow", () -> torch.hann_window(length, true, options(DType.FLOAT32, Device.CPU)));
  }

  static TensorOptions options(DType dtype, Device device) {
    return OPTIONS.computeIfAbsent(new Kind(dtype, device), Tensors::newOptions);
  }

  static org.bytedeco.pytorch.Device nativeDevice(Device device) {
    return new org.bytedeco.pytorch.Device(device.toString());
  }

  private static TensorOptions newOptions(Kind kind) {
    Native.load();
    kind.device().requireAvailable();
    return new TensorOptions()
        .dtype(new ScalarTypeOptional(kind.dtype().type))
        .device(new DeviceOptional(nativeDevice(kind.device())));
  }

  private static long[] sizes(long... shape) {
    Shape.of(shape);
    return shape;
  }
}
