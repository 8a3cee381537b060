package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import profundo.base.Text;
import profundo.models.LeNet5Modern;
import profundo.nn.Predictor;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Threads;

/// LeNet-5 asked for one picture at a time by 1, 8 and 64 callers: a [Predictor], a net behind a
/// lock, and others. Every way is a process of its own, and they take turns.
final class Serving {
  static final String PREDICTOR = "predictor";
  static final String LOCK = "lock";

  private static final Text TEXT = Text.of(Serving.class);
  private static final List<Integer> CALLERS = List.of(1, 8, 64);
  private static final int TURNS_TO_WARM_UP = 5;
  private static final int ROUNDS = 5;

  private Serving() {}

  /// Serves as a [Worker] by one of our two ways.
  static void work(String way, int threads, double seconds) throws IOException {
    Rng.seed(1);
    var net = new LeNet5Modern();
    net.eval();
    var pixels = new float[28 * 28];
    if (way.equals(LOCK)) {
      Threads.set(threads);
      answer(net.parameterCount(), () -> behindLock(net, pixels), seconds);
      return;
    }
    Threads.set(1);
    try (var predictor =
        Predictor.of(
            net,
            (float[] x) -> Tensor.of(x, 1, 28, 28),
            Tensor::toFloatArray,
            o -> o.threads(threads))) {
      answer(net.parameterCount(), () -> predictor.predict(pixels), seconds);
    }
  }

  private static float[] behindLock(LeNet5Modern net, float... pixels) {
    synchronized (net) {
      try (var _ = Scope.open();
          var _ = Grad.inference()) {
        return net.forward(Tensor.of(pixels, 1, 1, 28, 28)).toFloatArray();
      }
    }
  }

  private static void answer(long parameters, Runnable ask, double seconds) throws IOException {
    Map<String, Step> steps = new LinkedHashMap<>();
    CALLERS.forEach(callers -> steps.put(callers.toString(), new Step(parameters, ask)));
    Answers.give(
        steps,
        (callers, step) -> Served.by(step.once(), Integer.parseInt(callers), seconds).answer(),
        System.out);
  }

  /// A row for each number of callers and each way: the medians of the rounds.
  static void print(PrintStream out, List<Worker> workers) throws IOException {
    out.println(TEXT.get("serve.head"));
    for (int callers : CALLERS) {
      var served = new ArrayList<List<Served>>();
      for (var worker : workers) {
        served.add(new ArrayList<>());
        for (int turn = 0; turn < TURNS_TO_WARM_UP; turn++) {
          worker.answer(Integer.toString(callers));
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < workers.size(); i++) {
          served.get(i).add(Served.of(workers.get(i).answer(Integer.toString(callers))));
        }
      }
      for (int i = 0; i < workers.size(); i++) {
        out.printf(
            "%-8d %-24s %10.0f %10.2f %10.2f%n",
            callers,
            workers.get(i).name(),
            median(served.get(i), Served::rate),
            median(served.get(i), Served::median),
            median(served.get(i), Served::late));
      }
    }
  }

  private static double median(List<Served> rounds, ToDoubleFunction<Served> number) {
    return Timing.median(rounds.stream().map(number::applyAsDouble).toList());
  }
}
