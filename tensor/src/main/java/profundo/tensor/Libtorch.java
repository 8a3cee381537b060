package profundo.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;
import profundo.base.ProfundoException;

/// The libtorch that does the work.
public final class Libtorch {
  private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([0-9.]+)");

  private Libtorch() {}

  /// What there is of a GPU, and what is missing.
  ///
  /// @param natives whether the natives in use are those that can drive one
  /// @param needed the files that these natives need from the machine (CUDA's, cuDNN's, NCCL's)
  /// @param missing those of them that are not found
  /// @param driver whether NVIDIA's driver runs on this machine
  /// @param devices how many GPUs can be used
  public record Gpu(
      boolean natives, List<String> needed, List<String> missing, boolean driver, int devices) {}

  /// Its version, such as `2.10.0`, by its own word.
  ///
  /// @throws ProfundoException if it cannot be loaded
  public static String version() {
    Native.load();
    var config = torch.show_config().getString();
    var version = VERSION.matcher(config);
    return version.find() ? version.group(1) : config.strip();
  }

  /// Where its libraries are unpacked.
  public static Path folder() {
    return CacheFolder.natives();
  }

  /// What there is of a GPU.
  ///
  /// @throws ProfundoException if the natives cannot be loaded
  public static Gpu gpu() {
    int devices = Native.cudaDevices();
    return new Gpu(Native.isGpu(), Cuda.needed(), Cuda.missing(), Cuda.hasDriver(), devices);
  }
}
