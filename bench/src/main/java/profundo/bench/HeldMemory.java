package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import profundo.base.Text;
import profundo.nn.BatchNorm1d;
import profundo.nn.Conv2d;
import profundo.nn.Linear;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Threads;

/// How much memory a process holds where nobody gives it back by hand, each case in a process of
/// its own (Linux only: the kernel counts the pages).
final class HeldMemory {
  private static final Text TEXT = Text.of(HeldMemory.class);
  private static final int SIDE = 6000;
  private static final int NORMS = 40;
  private static final int PASSES = 1500;

  private interface Case {
    /// Does the work and returns how many MB it held beyond what it began with.
    long megabytes() throws InterruptedException;
  }

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  static {
    CASES.put("scopes", HeldMemory::scopesBesideALongCall);
    CASES.put("dropped", HeldMemory::droppedNets);
    CASES.put("unscoped", HeldMemory::passesWithoutScope);
  }

  private HeldMemory() {}

  static void print(PrintStream out) {
    for (var name : CASES.keySet()) {
      out.println(TEXT.get("memory." + name, held(name)));
    }
  }

  private static String held(String name) {
    var command =
        new ArrayList<>(
            Peer.java(System.getProperty("java.class.path"), HeldMemory.class.getName()));
    command.add(1, "-Xmx128m");
    command.add(name);
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (var output = process.getInputStream()) {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] words) throws InterruptedException {
    Threads.set(1);
    System.out.println(Objects.requireNonNull(CASES.get(words[0])).megabytes());
  }

  /// One thread multiplies large matrices; this one opens and closes scopes of 8 MB meanwhile.
  private static long scopesBesideALongCall() throws InterruptedException {
    var a = Tensor.ones(SIDE, SIDE);
    var inside = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              inside.countDown();
              a.mm(a).close();
            });
    inside.await();
    long before = Resident.megabytes();
    long most = before;
    while (thread.isAlive()) {
      try (var _ = Scope.open()) {
        Tensor.ones(2 << 20);
      }
      most = Math.max(most, Resident.megabytes());
    }
    long product = 4L * SIDE * SIDE >> 20;
    return most - before - product;
  }

  /// Nets of 19 MB, each evaluated once and dropped.
  private static long droppedNets() throws InterruptedException {
    dropNorm();
    long before = Resident.megabytes();
    for (int i = 0; i < NORMS; i++) {
      dropNorm();
    }
    return Resident.megabytes() - before;
  }

  /// The C library keeps what is freed, so each net has its time to be found before the next is
  /// made.
  private static void dropNorm() throws InterruptedException {
    useNorm();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(30);
    }
  }

  private static void useNorm() {
    var norm = new BatchNorm1d(1_000_000);
    norm.eval();
    try (var _ = Scope.open()) {
      norm.forward(Tensor.ones(1, 1_000_000));
    }
  }

  private static long passesWithoutScope() {
    var conv = new Conv2d(1, 16, 5);
    var out = new Linear(16 * 12 * 12, 10);
    var x = Tensor.ones(64, 1, 28, 28);
    long before = Resident.megabytes();
    for (int i = 0; i < PASSES; i++) {
      out.forward(conv.forward(x).relu().maxPool2d(2).flatten(1)).sum().item();
    }
    return Resident.mostMegabytes() - before;
  }
}
