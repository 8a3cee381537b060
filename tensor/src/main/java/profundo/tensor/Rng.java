package profundo.tensor;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;
import profundo.base.Given;

/// The default generator of random numbers, which initialisers, dropout and every random operation
/// draw from. The same seed on the same machine and thread count gives the same bits.
public final class Rng {
  /// None given: the generator of the device that the tensor is on.
  static final GeneratorOptional DEFAULT = Native.constant(GeneratorOptional::new);

  private Rng() {}

  /// Starts the generators of every device from this seed.
  public static void seed(long seed) {
    Native.load();
    torch.manual_seed(seed);
  }

  /// Where the processor's generator stands: give it to [#restore(Tensor)] to draw the same again.
  public static Tensor state() {
    return state(Device.CPU);
  }

  /// Where a device's generator stands, as bytes on the processor.
  ///
  /// @throws TensorException if the device is not there
  public static Tensor state(Device device) {
    return Op.of(
        "rng state",
        () -> {
          try (var generator = generator(device)) {
            return generator.get_state();
          }
        });
  }

  /// Computes something whose random numbers begin at a seed of their own; the processor's
  /// generator then goes on from where it stood, so that no other number depends on them.
  ///
  /// ```java
  /// var noise = Rng.during(7, () -> Tensors.randn(2, 3));
  /// ```
  public static <T> T during(long seed, Supplier<T> drawing) {
    var state = state();
    Given.require("drawing", drawing);
    seed(seed);
    try {
      return drawing.get();
    } finally {
      restore(state);
    }
  }

  /// Puts the processor's generator where it stood.
  ///
  /// @throws TensorException if the tensor is no generator's state
  public static void restore(Tensor state) {
    restore(Device.CPU, state);
  }

  /// Puts a device's generator where it stood.
  ///
  /// @throws TensorException if the tensor is no state of such a generator, or the device is not
  ///   there
  public static void restore(Device device, Tensor state) {
    Op.run(
        "rng restore",
        () -> {
          try (var generator = generator(device)) {
            generator.set_state(state.raw());
          }
        },
        state);
  }

  private static Generator generator(Device device) {
    try (var place = Tensors.nativeDevice(device.requireAvailable())) {
      return torch.globalContext().defaultGenerator(place);
    }
  }
}
