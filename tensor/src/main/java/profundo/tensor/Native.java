package profundo.tensor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;

/// Loads libtorch, once in the process and safely beside other processes.
///
/// Every class that touches the binding comes through here first: the binding reads its own
/// settings when its first class is initialised, and the thread pools read theirs when their
/// library is loaded. What goes wrong here is one sentence, the same at each later call.
final class Native {
  /// The platform of the GPU's natives ends in this.
  static final String GPU = "-gpu";

  private static final String BINDING = "org.bytedeco.javacpp.";

  /// Where the libraries lie, if somebody has unpacked them for us: then nothing is unpacked.
  private static final String GIVEN = "profundo.natives";

  private static final @Nullable ProfundoException FAILURE;
  private static @Nullable Path libraries;
  private static boolean gpu;
  private static String withoutCuda = "";
  private static int cudaDevices;

  static {
    ProfundoException failure = null;
    try {
      start();
    } catch (Exception | LinkageError e) {
      failure = NativeFailure.of(e);
    }
    FAILURE = failure;
  }

  private Native() {}

  private static void start() throws IOException {
    NativeSettings.check(System.getenv());
    var cache = CacheFolder.natives();
    setting("cachedir", cache.toString());
    setting("pathsFirst", "true");
    setting("nopointergc", "true");
    setting("maxBytes", "0");
    setting("maxPhysicalBytes", "0");
    setting("logger", "none");
    // OpenMP's threads look for work a little while before they sleep: long enough for the next
    // operation of a training step, short enough to leave the cores to others.
    Process.environment("GOMP_SPINCOUNT", "20000");
    Process.environment("TORCH_CPP_LOG_LEVEL", "ERROR");
    Process.keepFreedMemory();
    var folder = unpacked(cache);
    var searched = System.getProperty(BINDING + "platform.preloadpath");
    System.setProperty(
        BINDING + "platform.preloadpath",
        searched == null ? folder.toString() : folder + File.pathSeparator + searched);
    libraries = folder;
    open(folder);
    Loader.load(torch.class);
    // Only this reads the level; without it NNPACK says at each small convolution that it is not
    // there.
    torch.initLogging();
    joinThreadPools(folder);
    Threads.begin();
    Warnings.toLog();
    cudaDevices = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
  }

  /// The folder with every library. GPU natives come before those of the processor where both are
  /// there.
  private static Path unpacked(Path cache) throws IOException {
    var platform = Loader.getPlatform();
    var given = System.getProperty(GIVEN);
    if (given != null) {
      var folder = Path.of(given).toAbsolutePath();
      gpu = Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
      return folder;
    }
    try (var jars = new NativeJars()) {
      var wished = System.getProperty(BINDING + "platform.extension");
      gpu = !"".equals(wished) && jars.add("pytorch", platform + GPU);
      boolean complete = gpu || jars.add("pytorch", platform);
      complete &= jars.add("openblas", platform) & jars.add("javacpp", platform);
      if (!complete) {
        throw NativeFailure.missing(platform);
      }
      if (gpu) {
        jars.add("cuda", platform);
      }
      return Unpacking.into(cache, platform + (gpu ? GPU : ""), jars.libraries());
    }
  }

  /// Loads the libraries before the binding does, which would go on searching where one cannot be
  /// loaded. The GPU's need much from the machine: without it the processor's part works all the
  /// same.
  private static void open(Path folder) {
    var reason = Process.open(in(folder, "gomp.so.1", "openblas.so.0", "c10.so", "torch_cpu.so"));
    if (reason.isPresent()) {
      throw NativeFailure.unloadable(reason.get());
    }
    withoutCuda = gpu ? Process.open(in(folder, "c10_cuda.so", "torch_cuda.so")).orElse("") : "";
    setting("platform.extension", gpu && withoutCuda.isEmpty() ? GPU : "");
  }

  private static List<Path> in(Path folder, String... names) {
    return Stream.of(names)
        .map(name -> folder.resolve("lib" + name))
        .filter(Files::exists)
        .toList();
  }

  /// Makes sure that the natives are loaded.
  ///
  /// @throws ProfundoException if they cannot be
  static void load() {
    if (FAILURE != null) {
      throw new ProfundoException(String.valueOf(FAILURE.getMessage()), FAILURE.getCause());
    }
  }

  /// A native object that is made once, for a static field. Where there are no natives, there is
  /// none, and nothing that reads it gets past [#load()].
  @SuppressWarnings("NullAway")
  static <T> T constant(Supplier<T> make) {
    return FAILURE == null ? make.get() : null;
  }

  /// Where OpenBLAS and OpenMP are the ones that we unpacked, they share their threads. Elsewhere
  /// libtorch comes with its own (macOS: Accelerate).
  private static void joinThreadPools(Path folder) {
    var both = in(folder, "gomp.so.1", "openblas.so.0");
    if (both.size() == 2) {
      BlasThreads.install(both.getFirst(), both.getLast());
    }
  }

  static int cudaDevices() {
    load();
    return cudaDevices;
  }

  /// Whether the natives are those that can drive a GPU.
  static boolean isGpu() {
    return gpu;
  }

  /// Why libtorch's part for GPUs could not be loaded; empty if it could, or is not there.
  static String withoutCuda() {
    return withoutCuda;
  }

  /// The folder that the libraries lie in; null where they could not be unpacked.
  static @Nullable Path libraries() {
    return libraries;
  }

  private static void setting(String name, String value) {
    if (System.getProperty(BINDING + name) == null) {
      System.setProperty(BINDING + name, value);
    }
  }
}
