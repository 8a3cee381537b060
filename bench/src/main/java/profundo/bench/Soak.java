package profundo.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import profundo.base.Text;
import profundo.models.LeNet5Modern;
import profundo.nn.Predictor;
import profundo.tensor.Rng;
import profundo.tensor.Tensor;
import profundo.tensor.Threads;

/// Serves for a long time while another net trains beside it, in one process: what is not flat
/// shows. Callers rest between their calls, so that the machine is busy and not full, and a late
/// answer is our doing.
final class Soak {
  private static final Text TEXT = Text.of(Soak.class);
  private static final int PARTS = 12;
  private static final int CALLERS = 8;
  private static final Duration REST = Duration.ofMillis(20);

  private final PrintStream out;
  private final AtomicBoolean over = new AtomicBoolean();

  private Soak(PrintStream out) {
    this.out = out;
  }

  /// Prints a row for each twelfth of the time, then what grew between the second and the last: the
  /// first is the warming up.
  static void print(PrintStream out, double minutes) throws InterruptedException {
    Threads.set(1);
    Rng.seed(1);
    new Soak(out).run(minutes * 60 / PARTS);
  }

  private void run(double seconds) throws InterruptedException {
    out.println(TEXT.get("soak.what", CALLERS, REST.toMillis(), Steps.LENET));
    out.println(TEXT.get("soak.head"));
    var net = new LeNet5Modern();
    net.eval();
    try (var threads = Executors.newSingleThreadExecutor();
        var predictor =
            Predictor.of(
                net,
                (float[] x) -> Tensor.of(x, 1, 28, 28),
                Tensor::toFloatArray,
                o -> o.threads(1))) {
      var steps = threads.submit(this::train);
      try {
        var parts = parts(predictor, seconds);
        over.set(true);
        conclude(parts, ended(steps));
      } finally {
        over.set(true); // Or the training would never end, where serving failed.
      }
    }
  }

  private List<Part> parts(Predictor<float[], float[]> predictor, double seconds) {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < PARTS; i++) {
      parts.add(part(predictor, seconds));
      out.println(parts.getLast().row(seconds * (i + 1) / 60));
    }
    return parts;
  }

  private void conclude(List<Part> parts, long steps) {
    var first = parts.get(1);
    var last = parts.getLast();
    double late = last.served().late() / first.served().late();
    out.println(TEXT.get("soak.end", steps, last.megabytes() - first.megabytes(), late));
  }

  private static long ended(Future<Long> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Trains until it is over; after each step it rests too.
  private long train() throws InterruptedException {
    var step = Steps.lenet().once();
    long steps = 0;
    for (; !over.get(); steps++) {
      step.run();
      Thread.sleep(REST);
    }
    return steps;
  }

  private record Part(Served served, long megabytes) {
    String row(double minutes) {
      return "%7.1f %10.0f %10.2f %10.2f %10d"
          .formatted(minutes, served.rate(), served.median(), served.late(), megabytes);
    }
  }

  private static Part part(Predictor<float[], float[]> predictor, double seconds) {
    var served =
        Served.by(
            () -> predictor.predict(new float[28 * 28]),
            CALLERS,
            REST,
            seconds,
            Executors.newVirtualThreadPerTaskExecutor());
    System.gc(); // The times are garbage of ours, which would grow in the heap.
    return new Part(served, Resident.megabytes());
  }
}
