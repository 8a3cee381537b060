package profundo.tensor;

import java.nio.file.Path;

/// The libtorch that does the work.
public final class Libtorch {
  private Libtorch() {}

  /// Its version, such as `2.10.0`.
  public static String version() {
    return Native.nativeJar().replaceFirst("^pytorch-([0-9.]+)-.*$", "$1");
  }

  /// Where its libraries are unpacked.
  public static Path folder() {
    return Native.folder();
  }
}
