package profundo.tensor;

import java.lang.foreign.Linker;
import java.util.List;

/// A process that makes graphs with hooks and functions of one's own, some of them differentiated
/// and some twice, and prints how many bytes of the C library's heap each left behind. Interpreted
/// alone, since the Java machine's compilers take theirs from that heap too.
final class SteadyGraphs {
  private static final int GRAPHS = 1_000;
  private static final AutogradFunction EXP =
      AutogradFunction.of(
          (context, x) -> {
            var y = x.exp();
            context.save(x, y);
            return y;
          },
          (context, gradient) -> gradient.mul(context.saved(1)));

  private SteadyGraphs() {}

  static void main() throws Throwable {
    if (Linker.nativeLinker().defaultLookup().find("mallinfo2").isEmpty()) {
      System.out.println(0);
      return;
    }
    graphs();
    double least = Double.POSITIVE_INFINITY;
    for (int part = 1; part <= 3; part++) {
      long before = SteadyCalls.allocated();
      graphs();
      least = Math.min(least, (double) (SteadyCalls.allocated() - before) / GRAPHS);
    }
    System.out.println(least);
  }

  private static void graphs() {
    for (int i = 0; i < GRAPHS; i++) {
      try (var _ = Scope.open()) {
        var x = Tensor.ones(4).requiresGrad(true);
        x.registerHook(g -> g.mul(2));
        var y = EXP.apply(x.mul(0.5));
        y.registerHook(g -> g);
        if (i % 3 == 0) {
          y.sum().backward();
        } else if (i % 3 == 1) {
          var first = Grad.of(y.sum(), List.of(x), true).getFirst();
          Grad.of(first.sum(), List.of(x), false);
        }
      }
    }
  }
}
