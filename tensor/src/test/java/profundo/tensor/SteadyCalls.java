package profundo.tensor;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/// A process that makes 100,000 calls with every kind of helper object (numbers, optional ones,
/// lists, pairs) and prints how many bytes of the C library's heap each call left behind.
final class SteadyCalls {
  private static final int CALLS = 100_000;

  private SteadyCalls() {}

  static void main() throws Throwable {
    if (Linker.nativeLinker().defaultLookup().find("mallinfo2").isEmpty()) {
      System.out.println(0);
      return;
    }
    var x = Tensor.ones(4, 6);
    var weight = Tensor.ones(3, 6);
    var bias = Tensor.ones(3);
    calls(x, weight, bias, 0);
    double least = Double.POSITIVE_INFINITY;
    for (int part = 1; part <= 3; part++) {
      long before = allocated();
      calls(x, weight, bias, part);
      least = Math.min(least, (double) (allocated() - before) / CALLS);
    }
    System.out.println(least);
  }

  private static void calls(Tensor x, Tensor weight, Tensor bias, int part) {
    for (int i = 0; i < CALLS; i += 10) {
      try (var _ = Scope.open()) {
        x.add(part + i / 7.0).mul(i + part);
        x.slice(1, 0, 4).argmax(1);
        Tensor.cat(0, x, x).split(2, 0);
        x.linear(weight, bias).max(1, false);
        x.index(Tensor.of(new long[] {0, 1}));
        x.repeatInterleave(2, 0);
      }
    }
  }

  /// Bytes that were allocated and not freed, over all of malloc's arenas.
  static long allocated() throws Throwable {
    var fields = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, JAVA_LONG));
    var linker = Linker.nativeLinker();
    MethodHandle info =
        linker.downcallHandle(
            linker.defaultLookup().find("mallinfo2").orElseThrow(), FunctionDescriptor.of(fields));
    try (var arena = Arena.ofConfined()) {
      var result = (MemorySegment) info.invokeExact((SegmentAllocator) arena);
      return result.getAtIndex(JAVA_LONG, 7);
    }
  }
}
