package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import profundo.tensor.Libtorch;

/// What lies in memory that libtorch has just been given: by libtorch's own switch, not-a-number
/// everywhere, so that a kernel that reads what nobody wrote shows it.
final class FreshMemory implements AutoCloseable {
  private static final MemorySegment JUNK = find("FLAGS_caffe2_cpu_allocator_do_junk_fill");

  private FreshMemory() {}

  static FreshMemory full() {
    JUNK.set(ValueLayout.JAVA_BOOLEAN, 0, true);
    return new FreshMemory();
  }

  @Override
  public void close() {
    JUNK.set(ValueLayout.JAVA_BOOLEAN, 0, false);
  }

  private static MemorySegment find(String flag) {
    assertThat(Libtorch.version()).isNotEmpty();
    var folders = System.getProperty("org.bytedeco.javacpp.platform.preloadpath");
    var folder = Path.of(folders.split(File.pathSeparator)[0]);
    var library = folder.resolve(System.mapLibraryName("c10"));
    return SymbolLookup.libraryLookup(library, Arena.global())
        .findOrThrow(flag)
        .reinterpret(ValueLayout.JAVA_BOOLEAN.byteSize());
  }
}
