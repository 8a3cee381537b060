package profundo.tensor;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/// The default generator of random numbers, which initialisers, dropout and every random operation
/// draw from. The same seed on the same machine and thread count gives the same bits.
public final class Rng {
  static {
    Native.load();
  }

  static final GeneratorOptional DEFAULT = new GeneratorOptional(torch.getDefaultCPUGenerator());

  private Rng() {}

  /// Starts the generators of every device from this seed.
  public static void seed(long seed) {
    torch.manual_seed(seed);
  }

  /// Where the processor's generator stands: give it to [#restore(Tensor)] to draw the same again.
  public static Tensor state() {
    return Op.of("rng state", () -> torch.getDefaultCPUGenerator().get_state());
  }

  /// Puts the processor's generator where it stood.
  ///
  /// @throws TensorException if the tensor is no generator's state
  public static void restore(Tensor state) {
    Op.run("rng restore", () -> torch.getDefaultCPUGenerator().set_state(state.raw()), state);
  }
}
