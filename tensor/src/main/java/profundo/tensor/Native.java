package profundo.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    Threads.beforeLoad();
    unpack(folder);
    Threads.afterLoad();
    CUDA_DEVICES = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
  }

  private Native() {}

  /// Makes sure that the natives are loaded.
  static void load() {}

  static int cudaDevices() {
    return CUDA_DEVICES;
  }

  /// Unpacking is guarded by a lock between processes: a library that is being written while
  /// another process maps it ends that process.
  private static void unpack(Path folder) {
    try {
      Files.createDirectories(folder);
      try (var channel =
              FileChannel.open(
                  folder.resolve("unpacking.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        Loader.load(torch.class);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The native libraries cannot be unpacked into "
              + folder
              + ": make it writable, or set PROFUNDO_CACHE to a folder that is.",
          e);
    } catch (UnsatisfiedLinkError e) {
      throw new ProfundoException(
          "libtorch cannot be loaded from "
              + folder
              + " ("
              + Messages.firstLine(String.valueOf(e.getMessage()))
              + "). It needs a 64-bit Linux with glibc 2.35, macOS on arm64 or Windows, and about"
              + " 450 MB free on that disk; delete the folder to unpack it anew.",
          e);
    }
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
