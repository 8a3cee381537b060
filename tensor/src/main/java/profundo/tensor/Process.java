package profundo.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Settings of this process that native libraries read when they are loaded. Where the system has
/// no such setting, nothing happens.
final class Process {
  private static final int LAZILY = 1;
  private static final long LONGEST_REASON = 1 << 16;
  private static final int TRIM_THRESHOLD = -1;
  private static final int TOP_PAD = -2;
  private static final int MMAP_THRESHOLD = -3;

  private Process() {}

  /// Sets an environment variable that native code sees, unless the user has set it.
  static void environment(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    function("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
        .ifPresent(setenv -> {
          try (var arena = Arena.ofConfined()) {
            int _ =
                (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }

  /// Keeps freed memory for the next step instead of giving it to the system and asking again: a
  /// training step frees and takes the same large blocks each time.
  static void keepFreedMemory() {
    function("mallopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT))
        .ifPresent(mallopt -> {
          try {
            int _ = (int) mallopt.invokeExact(MMAP_THRESHOLD, 32 << 20);
            int _ = (int) mallopt.invokeExact(TRIM_THRESHOLD, 1 << 30);
            int _ = (int) mallopt.invokeExact(TOP_PAD, 16 << 20);
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }

  /// Loads these libraries in their order, each by its own path, so that the loader finds none of
  /// them elsewhere (in `LD_LIBRARY_PATH`, say) when another asks for it.
  ///
  /// @return what the loader says of the first that it cannot load; empty if all are loaded, and
  ///   where there is no such loader (Windows)
  static Optional<String> open(List<Path> libraries) {
    var open = function("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    var error = function("dlerror", FunctionDescriptor.of(ADDRESS));
    if (open.isEmpty() || error.isEmpty()) {
      return Optional.empty();
    }
    try (var arena = Arena.ofConfined()) {
      for (var library : libraries) {
        var path = arena.allocateFrom(library.toString());
        if (((MemorySegment) open.get().invokeExact(path, LAZILY)).address() == 0) {
          var reason = (MemorySegment) error.get().invokeExact();
          return Optional.of(reason.reinterpret(LONGEST_REASON).getString(0));
        }
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return Optional.empty();
  }

  private static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(at -> linker.downcallHandle(at, descriptor));
  }
}
