package profundo.bench;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Small operations through our tensors, a scope for each ten, beside the bare binding closed by
/// hand.
final class Operations {
  private static final int TOGETHER = 10;
  private static final Timing TIMING = new Timing(9, 0.3);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  void run(PrintStream out) {
    try (var _ = Grad.noGrad()) {
      out.println(
          "operation            ours/binding (time)   bytes allocated a call: ours, binding");
      compare(out, "add of 4", Operations::add, Operations::bareAdd, new long[] {4});
      compare(out, "matmul 32x32", Operations::matmul, Operations::bareMatmul, new long[] {32, 32});
    }
  }

  private interface Ours {
    void run(Tensor x);
  }

  private interface Bare {
    void run(org.bytedeco.pytorch.Tensor x);
  }

  private static void compare(PrintStream out, String name, Ours ours, Bare bare, long[] shape) {
    var x = Tensors.randn(shape);
    var raw = torch.randn(shape);
    Map<String, Runnable> ways = new LinkedHashMap<>();
    ways.put("ours", () -> ours.run(x));
    ways.put("binding", () -> bare.run(raw));
    var rates = TIMING.rates(ways);
    double ratio = Timing.rate(rates, "binding") / Timing.rate(rates, "ours");
    out.printf(
        "%-20s %.2f                  %d, %d%n",
        name,
        ratio,
        allocated(() -> ours.run(x)) / TOGETHER,
        allocated(() -> bare.run(raw)) / TOGETHER);
  }

  private static void add(Tensor x) {
    try (var _ = Scope.open()) {
      for (int i = 0; i < TOGETHER; i++) {
        x.add(x);
      }
    }
  }

  private static void bareAdd(org.bytedeco.pytorch.Tensor x) {
    for (int i = 0; i < TOGETHER; i++) {
      x.add(x).close();
    }
  }

  private static void matmul(Tensor x) {
    try (var _ = Scope.open()) {
      for (int i = 0; i < TOGETHER; i++) {
        x.matmul(x);
      }
    }
  }

  private static void bareMatmul(org.bytedeco.pytorch.Tensor x) {
    for (int i = 0; i < TOGETHER; i++) {
      torch.matmul(x, x).close();
    }
  }

  private static long allocated(Runnable call) {
    int calls = 1000;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
  }
}
