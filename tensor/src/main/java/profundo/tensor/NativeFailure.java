package profundo.tensor;

import java.io.IOException;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;

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
          failed(
              failure,
              "refused",
              reason,
              torch.class.getModule().isNamed() ? MODULES : "ALL-UNNAMED");
      case IOException e -> failed(failure, "packed", CacheFolder.natives(), Reason.of(e));
      case UnsatisfiedLinkError _ -> unloadable(reason);
      default -> failed(failure, "broken", Messages.firstLine(root.toString()));
    };
  }

  private static ProfundoException failed(
      @Nullable Throwable cause, String key, Object... arguments) {
    return new ProfundoException(
        Text.of(NativeFailure.class).get("native." + key, arguments), cause);
  }

  /// The loader refuses a library, for this reason.
  static ProfundoException unloadable(String reason) {
    var missing = Cuda.missing();
    return missing.isEmpty()
        ? failed(null, "unloadable", String.valueOf(Native.libraries()), Messages.firstLine(reason))
        : failed(
            null,
            "cuda",
            String.join(", ", missing),
            Cuda.products(missing),
            Coordinates.natives(Loader.getPlatform()));
  }

  /// No jar for this platform.
  static ProfundoException missing(String platform) {
    if (!PLATFORMS.contains(platform)) {
      return failed(null, "noPlatform", platform);
    }
    var place =
        !torch.class.getModule().isNamed()
            ? "noClassPath"
            : System.getProperty("jdk.module.path", "").isEmpty() ? "noImage" : "noModulePath";
    var module = "profundo.natives." + platform.replace('-', '.');
    return failed(null, place, Coordinates.natives(platform), module);
  }
}
