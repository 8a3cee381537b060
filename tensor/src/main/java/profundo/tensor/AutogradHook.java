package profundo.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/// Java code that the backward pass calls at a node of its graph, and that is given back with the
/// node.
///
/// The binding's own hooks do not say when native code has let them go. So an object of C++ is laid
/// out here: a pointer to a table of virtual methods by the Itanium C++ ABI (2.5.2), which are
/// those of libtorch's `FunctionPreHook` and `FunctionPostHook`: two destructors, the call, and one
/// for compilers of graphs that is never used. Native code owns the object and deletes it.
abstract class AutogradHook {
  private static final Map<Long, AutogradHook> ALIVE = new ConcurrentHashMap<>();

  /// A C++ vector: three pointers, returned in memory of the caller's.
  private static final MemoryLayout VECTOR =
      MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final long BEFORE_METHODS = 2 * Long.BYTES;
  private static final long METHODS = 4;

  /// The tables, made at the first hook.
  private static final class Tables {
    static final long PRE = table("callPre", FunctionDescriptor.of(VECTOR, ADDRESS, ADDRESS));
    static final long POST =
        table("callPost", FunctionDescriptor.of(VECTOR, ADDRESS, ADDRESS, ADDRESS));
  }

  /// What to put in the place of the gradients: into `results`, as many as were given.
  ///
  /// @param outputs the gradients of the node's outputs, also where those of its inputs are given
  abstract void call(TensorVector gradients, TensorVector outputs, TensorVector results);

  /// Called once, when native code has let the hook go.
  void freed() {}

  /// The object, for native code to own, of a hook before a node's own work: it gets the gradients
  /// of the node's outputs.
  final long before() {
    return object(Tables.PRE);
  }

  /// The object of a hook after a node's work: it gets the gradients of the node's inputs.
  final long after() {
    return object(Tables.POST);
  }

  /// Whether C++ objects have the form that is laid out here.
  static boolean isPossible() {
    return !System.getProperty("os.name").startsWith("Windows");
  }

  static void require(String op) {
    if (!isPossible()) {
      throw new TensorException(
          op + ": Java code in the backward pass is not there on Windows: use Linux or macOS.");
    }
  }

  /// Puts an object at the end of one of a node's lists of hooks, which owns it from then on. The
  /// binding's methods for that leave a helper object behind at each call.
  ///
  /// @param list a vector of pointers
  static void append(Pointer list, long object) {
    var vector = MemorySegment.ofAddress(list.address()).reinterpret(VECTOR.byteSize());
    long begin = vector.getAtIndex(JAVA_LONG, 0);
    long size = vector.getAtIndex(JAVA_LONG, 1) - begin;
    long larger = Pointer.malloc(size + Long.BYTES).address();
    var places = MemorySegment.ofAddress(larger).reinterpret(size + Long.BYTES);
    if (begin != 0) {
      places.copyFrom(MemorySegment.ofAddress(begin).reinterpret(size));
      Pointer.free(new Memory.Address(begin));
    }
    places.set(JAVA_LONG, size, object);
    vector.setAtIndex(JAVA_LONG, 0, larger);
    vector.setAtIndex(JAVA_LONG, 1, larger + places.byteSize());
    vector.setAtIndex(JAVA_LONG, 2, larger + places.byteSize());
  }

  /// The hook that a native object before a node's work belongs to; null if it is not one of ours.
  static @Nullable AutogradHook at(long object) {
    return ALIVE.get(object);
  }

  /// How many hooks native code holds.
  static int alive() {
    return ALIVE.size();
  }

  private long object(long table) {
    var object = Pointer.malloc(Long.BYTES);
    long address = object.address();
    MemorySegment.ofAddress(address).reinterpret(Long.BYTES).set(JAVA_LONG, 0, table);
    ALIVE.put(address, this);
    return address;
  }

  private static long table(String call, FunctionDescriptor descriptor) {
    var table = Arena.global().allocate(BEFORE_METHODS + METHODS * ADDRESS.byteSize(), Long.BYTES);
    var ofItself = FunctionDescriptor.ofVoid(ADDRESS);
    var methods = table.asSlice(BEFORE_METHODS);
    methods.setAtIndex(ADDRESS, 0, stub("destroy", ofItself));
    methods.setAtIndex(ADDRESS, 1, stub("delete", ofItself));
    methods.setAtIndex(ADDRESS, 2, stub(call, descriptor));
    methods.setAtIndex(ADDRESS, 3, stub("compile", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)));
    return methods.address();
  }

  private static MemorySegment stub(String name, FunctionDescriptor descriptor) {
    try {
      var method =
          MethodHandles.lookup().findStatic(AutogradHook.class, name, descriptor.toMethodType());
      return Linker.nativeLinker().upcallStub(method, descriptor, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// Deletes a hook of native code's own, by its second destructor.
  static void deleteNative(long object) {
    var itself = MemorySegment.ofAddress(object).reinterpret(ADDRESS.byteSize());
    var methods =
        MemorySegment.ofAddress(itself.get(JAVA_LONG, 0)).reinterpret(METHODS * ADDRESS.byteSize());
    var delete =
        Linker.nativeLinker()
            .downcallHandle(methods.getAtIndex(ADDRESS, 1), FunctionDescriptor.ofVoid(ADDRESS));
    try {
      delete.invokeExact(itself);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void destroy(MemorySegment object) {}

  private static void delete(MemorySegment object) {
    var hook = ALIVE.remove(object.address());
    if (hook != null) {
      hook.freed();
    }
    Pointer.free(new Memory.Address(object.address()));
  }

  private static void compile(MemorySegment object, MemorySegment arguments) {}

  private static MemorySegment callPost(
      MemorySegment object, MemorySegment gradients, MemorySegment ofOutputs) {
    return replaced(object, gradients, ofOutputs);
  }

  private static MemorySegment callPre(MemorySegment object, MemorySegment gradients) {
    return replaced(object, gradients, gradients);
  }

  /// Called by native code, which an exception must not reach: it gets no gradients then.
  private static MemorySegment replaced(
      MemorySegment object, MemorySegment gradients, MemorySegment ofOutputs) {
    var given = new TensorVector(new Memory.Address(gradients.address()));
    var outputs = new TensorVector(new Memory.Address(ofOutputs.address()));
    var results = new TensorVector();
    try {
      var hook = ALIVE.get(object.address());
      if (hook != null && !BackwardPass.hasFailed()) {
        hook.call(given, outputs, results);
      }
    } catch (Throwable e) {
      BackwardPass.fail(e);
      results.clear();
    }
    if (results.size() != given.size()) {
      results.clear();
      results.resize(given.size());
    }
    return moved(results);
  }

  /// The vector's three pointers; the vector itself is left empty.
  private static MemorySegment moved(TensorVector vector) {
    var inside = MemorySegment.ofAddress(vector.address()).reinterpret(VECTOR.byteSize());
    var result = MemorySegment.ofArray(inside.toArray(JAVA_LONG));
    inside.fill((byte) 0);
    vector.deallocate();
    return result;
  }
}
