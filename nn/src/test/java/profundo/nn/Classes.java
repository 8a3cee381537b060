package profundo.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The classes that were compiled.
final class Classes {
  private Classes() {}

  /// The public classes in the package of this one, which was compiled to a folder.
  static List<? extends Class<?>> publicIn(Class<?> one) {
    var place = URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString());
    var name = one.getPackageName();
    try (var files = Files.list(Path.of(place).resolve(name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("[A-Za-z0-9]+\\.class"))
          .map(file -> named(name + "." + file.substring(0, file.length() - 6)))
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
