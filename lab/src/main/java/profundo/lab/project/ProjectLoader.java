package profundo.lab.project;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Has a project's classes and words in memory.
final class ProjectLoader extends ClassLoader {
  /// What its classes' frames in a stack trace are known by.
  static final String NAME = "project";

  private final SourceFiles sources;
  private final Map<String, byte[]> classes;
  private final Map<String, byte[]> resources;

  ProjectLoader(SourceFiles sources, Map<String, byte[]> classes, ClassLoader parent) {
    super(NAME, parent);
    this.sources = sources;
    this.classes = Map.copyOf(classes);
    this.resources = sources.resources();
  }

  SourceFiles sources() {
    return sources;
  }

  Set<String> classNames() {
    return classes.keySet();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    var content = resources.get(name);
    return content == null ? null : url(name, content);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    var url = findResource(name);
    return Collections.enumeration(url == null ? List.of() : List.of(url));
  }

  private static URL url(String name, byte[] content) {
    try {
      return URL.of(new URI("memory", "", "/" + name, null), new Content(content));
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static final class Content extends URLStreamHandler {
    private final byte[] bytes;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      return new URLConnection(url) {
        @Override
        public void connect() {
          connected = true;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
