package profundo.tensor;

import java.io.IOException;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/// Why the natives cannot be loaded, in one sentence with the remedy.
final class NativeFailure {
  private static final Set<String> PLATFORMS =
      Set.of("linux-x86_64", "macosx-arm64", "windows-x86_64");

  private static final String MODULES =
      "profundo.tensor,org.bytedeco.javacpp,org.bytedeco.openblas,org.bytedeco.pytorch";

  private NativeFailure() {}

  static ProfundoException of(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var reason = Messages.firstLine(String.valueOf(root.getMessage()));
    return switch (root) {
      case ProfundoException e -> e;
      case IllegalCallerException _ ->
          new ProfundoException(
              "This JVM refuses native code ("
                  + reason
                  + "): start it with --enable-native-access="
                  + (torch.class.getModule().isNamed() ? MODULES : "ALL-UNNAMED")
                  + ".",
              failure);
      case IOException e ->
          new ProfundoException(
              "The native libraries cannot be unpacked into "
                  + CacheFolder.natives()
                  + " ("
                  + reason(e)
                  + "): make it writable with 500 MB free (with GPU natives 1 GB), or set"
                  + " PROFUNDO_CACHE to a folder that is.",
              failure);
      case UnsatisfiedLinkError _ -> unloadable(reason);
      default ->
          new ProfundoException(
              "libtorch cannot be started (" + Messages.firstLine(root.toString()) + ").", failure);
    };
  }

  /// The loader refuses a library, for this reason.
  static ProfundoException unloadable(String reason) {
    var missing = Cuda.missing();
    if (!missing.isEmpty()) {
      return new ProfundoException(
          "The GPU natives need files that this machine lacks ("
              + String.join(", ", missing)
              + "): install "
              + Cuda.products(missing)
              + " and name their folders in LD_LIBRARY_PATH, or run with"
              + " -Dorg.bytedeco.javacpp.platform.extension= and the processor's natives ("
              + Coordinates.PYTORCH.of(Loader.getPlatform())
              + ").");
    }
    return new ProfundoException(
        "libtorch cannot be loaded from "
            + Native.libraries()
            + " ("
            + Messages.firstLine(reason)
            + "). It needs a 64-bit Linux with glibc 2.35, macOS on arm64 or Windows; delete the"
            + " folder to unpack it anew.");
  }

  private static String reason(IOException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied: " + message;
      case java.nio.file.FileAlreadyExistsException _ -> message + " is a file";
      case java.nio.file.NoSuchFileException _ -> "there is no " + message;
      default -> Messages.firstLine(message);
    };
  }

  /// No jar for this platform.
  static ProfundoException missing(String platform) {
    if (!PLATFORMS.contains(platform)) {
      return new ProfundoException(
          "Profundo has no native libraries for "
              + platform
              + ": it has them for linux-x86_64, macosx-arm64 and windows-x86_64.");
    }
    if (!torch.class.getModule().isNamed()) {
      return new ProfundoException(
          "The native libraries are not on the class path: add "
              + Coordinates.PYTORCH.of(platform)
              + ", "
              + Coordinates.OPENBLAS.of(platform)
              + " and "
              + Coordinates.JAVACPP.of(platform)
              + ", which come with profundo-tensor.");
    }
    var suffix = "." + platform.replace('-', '.');
    var modules =
        Text.format(
            "org.bytedeco.pytorch%1$s, org.bytedeco.openblas%1$s and org.bytedeco.javacpp%1$s",
            suffix);
    return new ProfundoException(
        System.getProperty("jdk.module.path", "").isEmpty()
            ? "This image holds no native libraries: add the modules "
                + modules
                + " to jlink's --add-modules."
            : "The native libraries are not on the module path: add the jars of the modules "
                + modules
                + ", which come with profundo-tensor.");
  }
}
