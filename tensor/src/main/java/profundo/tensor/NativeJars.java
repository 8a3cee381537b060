package profundo.tensor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The native libraries in the jars of libtorch, OpenBLAS and the binding, wherever those jars are:
/// on the class path (their own files, one large jar, a folder), in modules of the running image,
/// or on the module path without having been resolved, as nothing requires them.
final class NativeJars implements AutoCloseable {
  private static final String LIBRARY = ".*\\.(so|dylib|dll)(\\.[0-9.]+)?";

  /// A second form of OpenBLAS's binding, which nothing here uses.
  private static final String UNUSED = "(lib)?jniopenblas_full\\..*";

  private final List<Library> libraries = new ArrayList<>();
  private final List<ModuleReader> open = new ArrayList<>();

  /// One library's file.
  ///
  /// @param name its file name
  /// @param bytes its length
  /// @param content opens it
  record Library(String name, long bytes, Content content) {}

  /// Opens a library to be read once.
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  /// The libraries of `part`, such as `pytorch`, for a platform.
  ///
  /// @return whether there are any
  boolean add(String part, String platform) throws IOException {
    int before = libraries.size();
    var folder = "org/bytedeco/" + part + "/" + platform + "/";
    var module = "org.bytedeco." + part + "." + platform.replace('-', '.');
    var resolved = resolved(module);
    if (resolved.isPresent()) {
      read(resolved.get(), folder);
    } else if (onClassPath(part, folder) instanceof URL known) {
      read(known, folder);
    } else {
      var waiting = unresolved(module);
      if (waiting.isPresent()) {
        read(waiting.get(), folder);
      }
    }
    return libraries.size() > before;
  }

  List<Library> libraries() {
    return libraries;
  }

  private static Optional<ModuleReference> resolved(String name) {
    var layer = torch.class.getModule().getLayer();
    return layer == null
        ? Optional.empty()
        : layer.configuration().findModule(name).map(module -> module.reference());
  }

  /// A module of the image or of the module path that nothing requires.
  private static Optional<ModuleReference> unresolved(String name) {
    if (!torch.class.getModule().isNamed()) {
      return Optional.empty();
    }
    var path = System.getProperty("jdk.module.path", "").split(File.pathSeparator);
    var places =
        Stream.of(path).filter(place -> !place.isEmpty()).map(Path::of).toArray(Path[]::new);
    return ModuleFinder.compose(ModuleFinder.ofSystem(), ModuleFinder.of(places)).find(name);
  }

  /// A jar need not list its folders, so a library that is always there is asked for.
  private static @Nullable URL onClassPath(String part, String folder) {
    var known = part.equals("pytorch") ? "jnitorch" : "jniopenblas_nolapack";
    var library = System.mapLibraryName(part.equals("javacpp") ? "jnijavacpp" : known);
    return torch.class.getClassLoader().getResource(folder + library);
  }

  private void read(ModuleReference module, String folder) throws IOException {
    ModuleReader reader = module.open();
    open.add(reader);
    try (var names = reader.list()) {
      for (var name : names.filter(wanted(folder)).toList()) {
        var content = (Content) () -> reader.open(name).orElseThrow();
        add(name, bytes(reader, name), content);
      }
    }
  }

  private static long bytes(ModuleReader reader, String name) throws IOException {
    var at = reader.find(name).orElseThrow();
    return at.getScheme().equals("jrt") ? Files.size(Path.of(at)) : length(at);
  }

  private static long length(URI at) throws IOException {
    var connection = at.toURL().openConnection();
    connection.setUseCaches(false);
    return connection.getContentLengthLong();
  }

  private void read(URL known, String folder) throws IOException {
    var connection = known.openConnection();
    if (connection instanceof JarURLConnection jar) {
      var file = jar.getJarFile();
      file.stream()
          .filter(entry -> wanted(folder).test(entry.getName()))
          .forEach(
              entry -> add(entry.getName(), entry.getSize(), () -> file.getInputStream(entry)));
      return;
    }
    try (var files = Files.list(Path.of(URI.create(known.toString())).resolveSibling(""))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (wanted(folder).test(folder + file.getFileName())) {
          add(file.toString(), Files.size(file), () -> Files.newInputStream(file));
        }
      }
    }
  }

  private static Predicate<String> wanted(String folder) {
    return name ->
        name.startsWith(folder)
            && name.indexOf('/', folder.length()) < 0
            && name.substring(folder.length()).matches(LIBRARY)
            && !name.substring(folder.length()).matches(UNUSED);
  }

  private void add(String name, long bytes, Content content) {
    libraries.add(new Library(Path.of(name).getFileName().toString(), bytes, content));
  }

  @Override
  public void close() throws IOException {
    for (var reader : open) {
      reader.close();
    }
  }
}
