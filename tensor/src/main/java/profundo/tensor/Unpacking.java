package profundo.tensor;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import profundo.base.FolderTree;

/// Unpacks the native libraries into one folder, all of them before the first is loaded: one that
/// is loaded without its neighbours would find the system's own libtorch, if there is one, and end
/// this process.
final class Unpacking {
  /// A library without content, which only asks for the others, and for CUDA's where the natives
  /// are the GPU's.
  private static final String SHELL = "libtorch.so";

  private static final String DRAFT = ".part";

  private Unpacking() {}

  /// The folder with these libraries, which is made if it is not there. It is named after what is
  /// in it, so that programs of several versions share a cache, and it appears whole or not at all.
  static Path into(Path cache, String platform, List<NativeJars.Library> libraries)
      throws IOException {
    var folder = cache.resolve(platform + "-" + sum(libraries));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(cache);
    try (var channel = FileChannel.open(cache.resolve("unpacking.lock"), CREATE, WRITE);
        var _ = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        var draft = folder.resolveSibling(folder.getFileName() + DRAFT);
        FolderTree.delete(draft);
        try {
          write(libraries, draft);
          Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
          FolderTree.delete(draft);
          throw e;
        }
      }
    }
    return folder;
  }

  private static void write(List<NativeJars.Library> libraries, Path draft) throws IOException {
    Files.createDirectories(draft);
    for (var library : libraries) {
      var file = draft.resolve(library.name());
      if (library.name().equals(SHELL)) {
        Files.createSymbolicLink(file, Path.of("libtorch_cpu.so"));
        continue;
      }
      try (var content = library.content().open()) {
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      }
      alias(file);
    }
  }

  /// The binding asks for OpenBLAS under a second name, and would make a second copy for it.
  private static void alias(Path file) throws IOException {
    var name = file.getFileName().toString();
    if (name.matches("libopenblas\\.(so|[0-9]+\\.dylib).*")) {
      var second = name.replace("libopenblas", "libopenblas_nolapack");
      Files.createSymbolicLink(file.resolveSibling(second), Path.of(name));
    }
  }

  private static String sum(List<NativeJars.Library> libraries) {
    var sum = new CRC32();
    libraries.stream()
        .map(library -> library.name() + " " + library.bytes() + "\n")
        .sorted()
        .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
