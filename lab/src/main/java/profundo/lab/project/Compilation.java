package profundo.lab.project;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import profundo.base.Text;
import profundo.lab.UsageException;

/// The compiler of the running JDK, from memory into memory, against what the program itself runs
/// with.
final class Compilation {
  private static final Text TEXT = Text.of(Compilation.class);

  private Compilation() {}

  /// The classes of a project by their binary names.
  ///
  /// @throws SourceException if the sources do not compile
  static Map<String, byte[]> of(SourceFiles project) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UsageException(TEXT, "noCompiler", System.getProperty("java.home"));
    }
    var told = new DiagnosticCollector<JavaFileObject>();
    try (var standard =
            compiler.getStandardFileManager(told, Locale.ENGLISH, StandardCharsets.UTF_8);
        var files = new MemoryFiles(standard)) {
      if (!compile(compiler, files, told, project)) {
        throw refused(project, told.getDiagnostics());
      }
      return files.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean compile(
      JavaCompiler compiler,
      JavaFileManager files,
      DiagnosticCollector<JavaFileObject> told,
      SourceFiles project) {
    var units =
        project.sources().entrySet().stream()
            .map(source ->
                new Source(project.folder().resolve(source.getKey()).toUri(), source.getValue()))
            .toList();
    return compiler.getTask(new StringWriter(), files, told, options(), null, units).call();
  }

  private static List<String> options() {
    var options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-g", "-implicit:none"));
    options.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    var modules = System.getProperty("jdk.module.path");
    if (modules != null) {
      options.addAll(List.of("--module-path", modules, "--add-modules", "ALL-MODULE-PATH"));
    }
    return options;
  }

  private static SourceException refused(
      SourceFiles project, List<Diagnostic<? extends JavaFileObject>> told) {
    var errors = told.stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR).toList();
    var lines = errors.stream().flatMap(error -> lines(project, error)).toList();
    return new SourceException(TEXT.get("uncompiled", project.folder(), errors.size()), lines);
  }

  private static Stream<String> lines(
      SourceFiles project, Diagnostic<? extends JavaFileObject> error) {
    var message = error.getMessage(Locale.ENGLISH).lines().map(Text::inLine).toList();
    var first = place(project, error) + message.getFirst();
    return Stream.concat(Stream.of(first), message.stream().skip(1));
  }

  private static String place(SourceFiles project, Diagnostic<? extends JavaFileObject> error) {
    var source = error.getSource();
    if (source == null) {
      return "";
    }
    var uri = source.toUri();
    return project.files().keySet().stream()
        .map(project.folder()::resolve)
        .filter(file -> file.toUri().equals(uri))
        .map(file -> file + ":" + error.getLineNumber() + ": ")
        .findFirst()
        .orElse("");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(URI uri, String text) {
      super(uri, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class MemoryFiles
      extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    MemoryFiles(StandardJavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      var bytes = new ByteArrayOutputStream();
      written.put(name, bytes);
      return new SimpleJavaFileObject(URI.create("memory:/" + name.replace('.', '/')), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    Map<String, byte[]> classes() {
      var classes = new HashMap<String, byte[]>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }
}
