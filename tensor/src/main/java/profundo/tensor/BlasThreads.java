package profundo.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Makes OpenBLAS divide its matrix products among libtorch's own OpenMP threads.
///
/// OpenBLAS hands its jobs to a callback, which starts an OpenMP team of as many threads; each runs
/// one job. The jobs of one product wait for each other, so they must run at the same time: where
/// OpenMP gives no team (inside another), or a smaller one (`OMP_THREAD_LIMIT`, `OMP_DYNAMIC`),
/// threads of ours take the rest.
final class BlasThreads {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final long FRAME_BYTES = 32;

  private static final MethodHandle DO_JOB =
      LINKER.downcallHandle(FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, JAVA_INT));

  /// What a team's threads share: the job, the first job's data, their distance, a number of
  /// OpenBLAS's own, and how many jobs there are. One for each calling thread.
  private static final ThreadLocal<MemorySegment> FRAME =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(FRAME_BYTES, Long.BYTES));

  private static volatile @Nullable BlasThreads installed;

  private final MethodHandle parallel;
  private final MethodHandle inParallel;
  private final MethodHandle threadNumber;
  private final MethodHandle teamSize;
  private final MethodHandle setOwn;
  private final MethodHandle setThreads;
  private final MethodHandle getThreads;
  private final MemorySegment body;

  private BlasThreads(SymbolLookup openMp, SymbolLookup blas) {
    this.parallel =
        find(
            openMp,
            "GOMP_parallel",
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    this.inParallel = find(openMp, "omp_in_parallel", FunctionDescriptor.of(JAVA_INT));
    this.threadNumber = find(openMp, "omp_get_thread_num", FunctionDescriptor.of(JAVA_INT));
    this.teamSize = find(openMp, "omp_get_num_threads", FunctionDescriptor.of(JAVA_INT));
    this.setOwn = find(openMp, "omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
    this.setThreads = find(blas, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
    this.getThreads = find(blas, "openblas_get_num_threads", FunctionDescriptor.of(JAVA_INT));
    this.body = stub("body", FunctionDescriptor.ofVoid(ADDRESS));
    var callback =
        stub(
            "run",
            FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT));
    var install =
        find(blas, "openblas_set_threads_callback_function", FunctionDescriptor.ofVoid(ADDRESS));
    call(() -> {
      install.invokeExact(callback);
    });
  }

  /// Installs the callback in the OpenBLAS that libtorch uses.
  static void install(Path openMp, Path blas) {
    installed =
        new BlasThreads(
            SymbolLookup.libraryLookup(openMp, Arena.global()),
            SymbolLookup.libraryLookup(blas, Arena.global()));
  }

  static void set(int threads) {
    var blas = installed;
    if (blas != null) {
      call(() -> {
        blas.setThreads.invokeExact(threads);
      });
    }
  }

  /// Sets the number of OpenMP's threads in the teams that the calling thread starts.
  static void setOwn(int threads) {
    var blas = installed;
    if (blas != null) {
      call(() -> {
        blas.setOwn.invokeExact(threads);
      });
    }
  }

  /// The threads of a matrix product; empty where OpenBLAS is not ours.
  static OptionalInt get() {
    var blas = installed;
    if (blas == null) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of((int) blas.getThreads.invokeExact());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private void run(int sync, MemorySegment job, int jobs, long size, MemorySegment data, int tag) {
    call(() -> {
      if ((int) inParallel.invokeExact() != 0) {
        onThreadsOfOurs(job, 1, jobs, size, data, tag);
        return;
      }
      var frame = FRAME.get();
      frame.set(JAVA_LONG, 0, job.address());
      frame.set(JAVA_LONG, 8, data.address());
      frame.set(JAVA_LONG, 16, size);
      frame.set(JAVA_INT, 24, tag);
      frame.set(JAVA_INT, 28, jobs);
      parallel.invokeExact(body, frame, jobs, 0);
    });
  }

  private void body(MemorySegment shared) {
    call(() -> {
      var frame = shared.reinterpret(FRAME_BYTES);
      int number = (int) threadNumber.invokeExact();
      if (number == 0) {
        int team = (int) teamSize.invokeExact();
        if (team < frame.get(JAVA_INT, 28)) {
          completing(team, frame);
          return;
        }
      }
      var data = frame.get(JAVA_LONG, 8) + number * frame.get(JAVA_LONG, 16);
      DO_JOB.invokeExact(
          MemorySegment.ofAddress(frame.get(JAVA_LONG, 0)),
          number,
          MemorySegment.ofAddress(data),
          frame.get(JAVA_INT, 24));
    });
  }

  /// The first job, beside those that the team has no threads for.
  private static void completing(int team, MemorySegment frame) {
    onThreadsOfOurs(
        MemorySegment.ofAddress(frame.get(JAVA_LONG, 0)),
        team,
        frame.get(JAVA_INT, 28),
        frame.get(JAVA_LONG, 16),
        MemorySegment.ofAddress(frame.get(JAVA_LONG, 8)),
        frame.get(JAVA_INT, 24));
  }

  /// Runs the first job here and those from `first` on threads of ours.
  private static void onThreadsOfOurs(
      MemorySegment job, int first, int jobs, long size, MemorySegment data, int tag) {
    var threads = new ArrayList<Thread>();
    for (int i = first; i < jobs; i++) {
      int number = i;
      threads.add(Thread.ofPlatform().start(() -> one(job, number, size, data, tag)));
    }
    one(job, 0, size, data, tag);
    for (var thread : threads) {
      join(thread);
    }
  }

  private static void one(MemorySegment job, int number, long size, MemorySegment data, int tag) {
    var own = MemorySegment.ofAddress(data.address() + number * size);
    call(() -> {
      DO_JOB.invokeExact(job, number, own, tag);
    });
  }

  /// Waits whatever happens: the jobs use the caller's memory.
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private MemorySegment stub(String method, FunctionDescriptor descriptor) {
    try {
      MethodType type = descriptor.toMethodType();
      var handle = MethodHandles.lookup().findVirtual(BlasThreads.class, method, type);
      return LINKER.upcallStub(handle.bindTo(this), descriptor, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static MethodHandle find(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(library.find(name).orElseThrow(), descriptor);
  }

  @FunctionalInterface
  private interface NativeCall {
    void run() throws Throwable;
  }

  /// A native call declares that it may throw anything, and throws nothing.
  private static void call(NativeCall native_) {
    try {
      native_.run();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
