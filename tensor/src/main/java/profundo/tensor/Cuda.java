package profundo.tensor;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import profundo.base.Text;

/// What the GPU natives need from the machine: the libraries of CUDA, cuDNN and NCCL, which no jar
/// brings.
final class Cuda {
  private static final String NVIDIA = "lib(cu|nv|nccl).*";

  /// What the binding does not use itself (`jnitorch_cuda`, `jnitorch_nccl`) asks for nothing here.
  private static final List<String> LIBRARIES =
      List.of("libc10_cuda.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch_cuda_linalg.so");

  /// Where the loader looks after its own folders, by what is written in libtorch's libraries.
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/local/cuda/lib64"),
          Path.of("/usr/local/cuda/lib"),
          Path.of("/usr/local/cuda/extras/CUPTI/lib64"),
          Path.of("/usr/lib64"));

  private static final Set<String> PLATFORMS = Set.of("linux-x86_64", "windows-x86_64");

  private Cuda() {}

  /// The files that the machine must have, by the names that libtorch's libraries ask for; none
  /// where the natives are those of the processor.
  static List<String> needed() {
    var folder = Native.libraries();
    return folder == null || !Native.isGpu()
        ? List.of()
        : LIBRARIES.stream()
            .map(folder::resolve)
            .filter(Files::exists)
            .flatMap(Cuda::neededBy)
            .filter(name -> name.matches(NVIDIA))
            .filter(name -> !Files.isRegularFile(folder.resolve(name), NOFOLLOW_LINKS))
            .distinct()
            .sorted()
            .toList();
  }

  private static Stream<String> neededBy(Path library) {
    try {
      return Elf.needed(library).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those of them that the loader does not find.
  static List<String> missing() {
    return needed().stream().filter(name -> !isThere(name)).toList();
  }

  private static boolean isThere(String name) {
    try (var arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(name, arena);
      return true;
    } catch (IllegalArgumentException _) {
      return FOLDERS.stream().anyMatch(folder -> Files.exists(folder.resolve(name)));
    }
  }

  /// Whether NVIDIA's driver runs on this machine.
  static boolean hasDriver() {
    return Files.exists(Path.of("/proc/driver/nvidia/version"))
        || Files.exists(Path.of("/dev/nvidiactl"));
  }

  /// Why no GPU can be used, with the remedy.
  static String whyNot(Device device) {
    var text = Text.of(Cuda.class);
    var platform = Loader.getPlatform();
    if (!PLATFORMS.contains(platform)) {
      return text.get("device.noCuda", device, platform);
    }
    if (!Native.isGpu()) {
      return text.get("device.cpuNatives", device, Coordinates.cudaNatives(platform));
    }
    var missing = missing();
    if (!missing.isEmpty()) {
      return text.get("device.missing", device, String.join(", ", missing), products(missing));
    }
    return Native.withoutCuda().isEmpty()
        ? text.get("device.unseen", device)
        : text.get("device.broken", device, Messages.firstLine(Native.withoutCuda()));
  }

  /// What to install for these files, such as `CUDA Toolkit 13, cuDNN 9, NCCL 2`.
  static String products(List<String> files) {
    var products = new TreeSet<String>();
    for (var file : files) {
      if (file.contains("cudnn")) {
        products.add("cuDNN " + version(file));
      } else if (file.contains("nccl")) {
        products.add("NCCL " + version(file));
      } else {
        needed().stream()
            .filter(name -> name.startsWith("libcudart."))
            .forEach(runtime -> products.add("CUDA Toolkit " + version(runtime)));
      }
    }
    return String.join(", ", products);
  }

  private static String version(String file) {
    return file.replaceFirst("^.*\\.so\\.", "");
  }
}
