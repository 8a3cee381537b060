package profundo.nn;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A process whose callers ask a predictor, blocking and not, with some inputs that the net refuses
/// and some calls that are cancelled; it prints by how many bytes its resident memory grew steadily
/// (see [Growth]). With `keep`, the callers keep their answers.
final class SteadyPredictions {
  private static final int CALLERS = 8;
  private static final int ROUNDS = 20;

  private SteadyPredictions() {}

  static void main(String[] words) throws Exception {
    var calls = Integer.parseInt(words[0]);
    var keep = words.length > 1;
    Rng.seed(1);
    try (var net = new Sequential(new Linear(16, 32), (Layer) Tensor::relu, new Linear(32, 256));
        var predictor = Predictor.of(net, o -> o.threads(2).batch(8))) {
      var growth = new Growth();
      var kept = new ConcurrentLinkedQueue<Tensor>();
      for (int round = 0; round < ROUNDS; round++) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int caller = 0; caller < CALLERS; caller++) {
            callers.submit(() -> {
              for (int i = 0; i < calls / ROUNDS / CALLERS; i++) {
                try (var scope = Scope.open()) {
                  var answer = ask(predictor, i);
                  if (keep) {
                    kept.add(scope.keep(answer));
                  }
                }
              }
            });
          }
        }
        growth.look();
      }
      System.out.println(growth.steady());
    }
  }

  private static Tensor ask(Predictor<Tensor, Tensor> predictor, int i) {
    if (i % 10 == 0) {
      predictor.predictAsync(Tensor.ones(5)).exceptionally(_ -> Tensor.ones(1)).join().close();
    }
    if (i % 10 == 5) {
      predictor.predictAsync(Tensor.ones(16)).cancel(false);
      predictor.predictAsync(Tensor.ones(16)).join().close();
    }
    return predictor.predict(Tensor.ones(16));
  }
}
