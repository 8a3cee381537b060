package profundo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// How well callers were served that asked all the time, each again as soon as it was answered. The
/// peers in Java are compiled with it too.
///
/// @param rate answers a second, of all callers together
/// @param median the milliseconds that half of the answers took at most
/// @param late the milliseconds that 99 % of the answers took at most
record Served(double rate, double median, double late) {
  /// Lets so many threads ask for so many seconds, after a first time that does not count.
  static Served by(Runnable ask, int callers, double seconds) {
    return by(ask, callers, Duration.ZERO, seconds, Executors.newFixedThreadPool(callers));
  }

  /// As [#by(Runnable,int,double)], on threads of one's own, which are ended.
  ///
  /// @param rest how long a caller waits between an answer and his next call
  static Served by(
      Runnable ask, int callers, Duration rest, double seconds, ExecutorService threads) {
    var begin = new CyclicBarrier(callers);
    Callable<long[]> caller =
        () -> {
          ask.run();
          begin.await();
          return times(ask, rest, seconds);
        };
    long[] all;
    try (threads) {
      List<Future<long[]>> asking = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        asking.add(threads.submit(caller));
      }
      all = sorted(asking);
    }
    return new Served(
        all.length / seconds, all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6);
  }

  private static long[] times(Runnable ask, Duration rest, double seconds) {
    var times = LongStream.builder();
    long start = System.nanoTime();
    long end = start + (long) (1e9 * seconds);
    for (long now = start; now < end; ) {
      ask.run();
      times.add(System.nanoTime() - now);
      LockSupport.parkNanos(rest.toNanos());
      now = System.nanoTime();
    }
    return times.build().toArray();
  }

  private static long[] sorted(List<Future<long[]>> asking) {
    var all = LongStream.builder();
    try {
      for (var times : asking) {
        Arrays.stream(times.get()).forEach(all);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return all.build().sorted().toArray();
  }

  /// The numbers as a worker answers them.
  String answer() {
    return DoubleStream.of(rate, median, late)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(" "));
  }

  static Served of(String answer) {
    var numbers = Arrays.stream(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new Served(numbers[0], numbers[1], numbers[2]);
  }
}
