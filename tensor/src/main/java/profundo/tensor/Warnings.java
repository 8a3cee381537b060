package profundo.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Warning;
import org.bytedeco.pytorch.global.torch;

/// Sends libtorch's warnings to the program's log, where it would print them on standard error.
///
/// libtorch has one handler for all threads, an object with a virtual method `process`, and the
/// binding cannot override it. So the object's table of virtual methods is exchanged for a copy
/// with a method of ours. Where C++ objects have another form (Windows), libtorch goes on printing.
final class Warnings {
  private static final System.Logger LOG = System.getLogger("profundo.tensor");
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /// By the Itanium C++ ABI, 2.5.2: the offset to the top, the type, two destructors and `process`;
  /// an object points behind the first two.
  private static final long TABLE_WORDS = 5;

  private static final long BEFORE_METHODS = 2 * Long.BYTES;
  private static final long PROCESS = 4 * Long.BYTES;

  private Warnings() {}

  static void toLog() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return;
    }
    var handler =
        MemorySegment.ofAddress(torch.get_warning_handler().address()).reinterpret(Long.BYTES);
    var methods = handler.get(JAVA_LONG, 0);
    var table =
        MemorySegment.ofAddress(methods - BEFORE_METHODS).reinterpret(TABLE_WORDS * Long.BYTES);
    var ours = Arena.global().allocate(table.byteSize(), Long.BYTES).copyFrom(table);
    ours.set(ADDRESS, PROCESS, stub());
    handler.set(JAVA_LONG, 0, ours.address() + BEFORE_METHODS);
  }

  private static MemorySegment stub() {
    var descriptor = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
    try {
      var process =
          MethodHandles.lookup().findStatic(Warnings.class, "process", descriptor.toMethodType());
      return Linker.nativeLinker().upcallStub(process, descriptor, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// Called by native code, which an exception must not reach.
  private static void process(MemorySegment handler, MemorySegment warning) {
    try {
      var text =
          Messages.firstLine(new Warning(new Memory.Address(warning.address())).msg().getString());
      if (SAID.add(text)) {
        LOG.log(System.Logger.Level.WARNING, "libtorch: {0}", text);
      }
    } catch (RuntimeException | Error e) {
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
