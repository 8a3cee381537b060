package profundo.lab.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import profundo.base.FolderTree;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Sha256;
import profundo.base.Text;
import profundo.lab.UsageException;

/// A project's files as they were when they were read: what is done to the folder later changes
/// nothing.
///
/// @param folder as a person named it
/// @param files by their ways from the folder, with `/`
record SourceFiles(Path folder, Map<String, byte[]> files) {
  private static final Text TEXT = Text.of(SourceFiles.class);
  private static final String MAIN = "src/main/java";
  private static final String RESOURCES = "src/main/resources";
  private static final String MODULE = "module-info.java";

  /// What lies in `src/main` of a folder, or the Java files of one without that.
  ///
  /// @throws UsageException if the folder is not there, cannot be read, or has no Java files
  static SourceFiles read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(TEXT, Files.exists(folder) ? "noFolder" : "absent", folder);
    }
    var read = readFiles(folder);
    if (read.sources().isEmpty()) {
      throw new UsageException(TEXT, "noSources", folder);
    }
    return read;
  }

  static boolean areIn(Path folder) {
    return Files.isDirectory(folder) && !readFiles(folder).sources().isEmpty();
  }

  private static SourceFiles readFiles(Path folder) {
    var files = new TreeMap<String, byte[]>();
    try {
      if (Files.isDirectory(folder.resolve(MAIN))) {
        add(files, folder, folder.resolve(MAIN), Integer.MAX_VALUE);
        files.keySet().removeIf(name -> !isSource(name));
        if (Files.isDirectory(folder.resolve(RESOURCES))) {
          add(files, folder, folder.resolve(RESOURCES), Integer.MAX_VALUE);
        }
      } else {
        add(files, folder, folder, 1);
      }
    } catch (IOException e) {
      throw new UsageException(TEXT, "unreadable", folder, Reason.of(e));
    }
    return new SourceFiles(folder, files);
  }

  private static void add(Map<String, byte[]> files, Path home, Path folder, int depth)
      throws IOException {
    List<Path> found;
    try (var walk = Files.walk(folder, depth)) {
      found =
          walk.filter(file -> depth > 1 || isSource(file.getFileName().toString()))
              .filter(Files::isRegularFile)
              .toList();
    }
    for (var file : found) {
      files.put(home.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
    }
  }

  static boolean isSource(String name) {
    return name.endsWith(".java") && !name.endsWith(MODULE);
  }

  /// The Java files by their ways from the folder.
  Map<String, String> sources() {
    var sources = new TreeMap<String, String>();
    files.forEach((name, content) -> {
      if (isSource(name)) {
        sources.put(name, new String(content, StandardCharsets.UTF_8));
      }
    });
    return sources;
  }

  /// The other files by the names under which a class loader has them.
  Map<String, byte[]> resources() {
    var resources = new TreeMap<String, byte[]>();
    files.forEach((name, content) -> {
      if (name.startsWith(RESOURCES + "/")) {
        resources.put(name.substring(RESOURCES.length() + 1), content);
      }
    });
    return resources;
  }

  /// SHA-256 of all files with their names, in hexadecimal digits.
  String hash() {
    return Sha256.of(
        files.entrySet().stream()
            .flatMap(file -> Stream.of(header(file.getKey(), file.getValue()), file.getValue()))
            .toArray(byte[][]::new));
  }

  private static byte[] header(String name, byte[] content) {
    return (name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /// Writes all files into a folder, which is made.
  void copyTo(Path target) {
    try {
      FolderTree.write(target, files);
    } catch (IOException e) {
      throw new ProfundoException(TEXT.get("unkept", target, Reason.of(e)), e);
    }
  }

  /// Removes a folder with all that is in it, if it is there.
  static void remove(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new ProfundoException(TEXT.get("unremoved", folder, Reason.of(e)), e);
    }
  }
}
