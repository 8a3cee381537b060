package profundo.tensor;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/// Loads libtorch, once in the process and safely beside other processes.
///
/// Every class that touches the binding comes through here first: the binding reads its own
/// settings when its first class is initialised, and the thread pools read theirs when their
/// library is loaded.
final class Native {
  private static final int CUDA_DEVICES;

  static {
    setting("org.bytedeco.javacpp.nopointergc", "true");
    setting("org.bytedeco.javacpp.maxBytes", "0");
    setting("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    setting("org.bytedeco.javacpp.logger", "none");
    var folder = folder();
    setting("org.bytedeco.javacpp.cachedir", folder.toString());
    // OpenMP's threads look for work a little while before they sleep: long enough for the next
    // operation of a training step, short enough to leave the cores to others.
    Process.environment("GOMP_SPINCOUNT", "20000");
    Process.keepFreedMemory();
    unpack(folder);
    joinThreadPools(folder);
    CUDA_DEVICES = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
  }

  private Native() {}

  /// Makes sure that the natives are loaded.
  static void load() {}

  /// Where OpenBLAS and OpenMP are the ones that we unpacked, they share their threads. Elsewhere
  /// libtorch comes with its own (macOS: Accelerate).
  private static void joinThreadPools(Path folder) {
    try (var files = Files.walk(folder)) {
      var libraries = files.filter(file -> !Files.isSymbolicLink(file)).toList();
      var openMp = named(libraries, "libgomp.so.1");
      var blas = new ArrayList<>(named(libraries, "libopenblas.so.0"));
      blas.addAll(named(libraries, "libopenblas_nolapack.so.0"));
      if (openMp.size() == 1) {
        BlasThreads.install(openMp.getFirst(), blas);
      }
    } catch (IOException e) {
      throw new ProfundoException("The folder " + folder + " cannot be read: " + e + ".", e);
    }
  }

  private static List<Path> named(List<Path> files, String name) {
    return files.stream().filter(file -> file.endsWith(name)).toList();
  }

  static int cudaDevices() {
    return CUDA_DEVICES;
  }

  /// Unpacks every library before the first is loaded, under a lock between processes. A library
  /// that is being written while another process maps it ends that process; and one that is loaded
  /// before its neighbours are there finds the system's own libtorch, if there is one, and ends
  /// this process.
  private static void unpack(Path folder) {
    try {
      Files.createDirectories(folder);
      var done = folder.resolve(nativeJar() + ".unpacked");
      if (!Files.exists(done)) {
        try (var channel = FileChannel.open(folder.resolve("unpacking.lock"), CREATE, WRITE);
            var _ = channel.lock()) {
          for (var library : new String[] {"javacpp", "openblas", "pytorch"}) {
            Loader.cacheResources(
                torch.class, "/org/bytedeco/" + library + "/" + Loader.getPlatform() + "/");
          }
          Files.writeString(done, "");
        }
      }
      Loader.load(torch.class);
    } catch (IOException e) {
      throw new ProfundoException(
          "The native libraries cannot be unpacked into "
              + folder
              + " ("
              + Messages.firstLine(e.toString())
              + "): make it writable with 500 MB free, or set PROFUNDO_CACHE to a folder that is.",
          e);
    } catch (UnsatisfiedLinkError e) {
      throw new ProfundoException(
          "libtorch cannot be loaded from "
              + folder
              + " ("
              + Messages.firstLine(String.valueOf(e.getMessage()))
              + "). It needs a 64-bit Linux with glibc 2.35, macOS on arm64 or Windows; delete the"
              + " folder to unpack it anew.",
          e);
    }
  }

  /// The file name of the jar that carries libtorch for this platform, which holds its version.
  static String nativeJar() {
    var platform = Loader.getPlatform();
    var library =
        torch.class.getClassLoader().getResource("org/bytedeco/pytorch/" + platform + "/");
    if (library == null) {
      throw new ProfundoException(
          "There are no native libraries for "
              + platform
              + " on the class path: Profundo has them for linux-x86_64, macosx-arm64 and"
              + " windows-x86_64.");
    }
    return library.getPath().replaceFirst("\\.jar!.*$", "").replaceFirst("^.*/", "");
  }

  /// Where the natives are unpacked: `PROFUNDO_CACHE`, else the user's cache folder.
  static Path folder() {
    return cacheFolder(System.getenv("PROFUNDO_CACHE")).resolve("native");
  }

  private static Path cacheFolder(@org.jspecify.annotations.Nullable String chosen) {
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen);
    }
    var home = Path.of(System.getProperty("user.home"));
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("win")) {
      var local = System.getenv("LOCALAPPDATA");
      return (local == null ? home.resolve("AppData/Local") : Path.of(local)).resolve("profundo");
    }
    if (system.contains("mac")) {
      return home.resolve("Library/Caches/profundo");
    }
    var xdg = System.getenv("XDG_CACHE_HOME");
    return (xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg))
        .resolve("profundo");
  }

  private static void setting(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
