package profundo.train;

import java.nio.file.Path;
import java.time.Duration;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.TensorDataset;
import profundo.data.source.Sources;
import profundo.nn.Dropout;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.optim.Adam;
import profundo.optim.Schedule;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.progress.Progress;
import profundo.train.store.Plans;
import profundo.train.store.RunStore;
import profundo.train.store.RunWriter;

/// A training with everything that must survive a kill: dropout, shuffling, a schedule, Adam,
/// clipping. Also a program of its own, which starts or resumes the only run of a store.
final class SmallTraining {
  private static final int EPOCHS = 4;

  private SmallTraining() {}

  static final class SmallNet extends Net implements Layer {
    final Linear fc1 = new Linear(10, 32);
    final Dropout drop = new Dropout(0.3);
    final Linear fc2 = new Linear(32, 3);

    @Override
    public Tensor forward(Tensor x) {
      return fc2.forward(drop.forward(fc1.forward(x).relu()));
    }
  }

  public static void main(String[] arguments) {
    try (var store = RunStore.open(Path.of(arguments[0]));
        var writer = writer(store)) {
      train(writer, StopSignal.never(), () -> System.out.println("step"));
      writer.finish(Plans.totals());
    }
  }

  private static RunWriter writer(RunStore store) {
    var runs = store.list();
    return runs.isEmpty()
        ? store.begin(Plans.of("small"))
        : store.resume(runs.getFirst().id(), Run.stepOfCheckpoint(runs.getFirst().folder()));
  }

  static void train(RunWriter writer, StopSignal stop, Runnable afterStep) {
    try (var _ = Scope.open();
        var progress = Progress.of(System.err, Progress.Mode.QUIET)) {
      var run = new Run(writer, progress, Sources.ofEnvironment(), Device.CPU, stop);
      run.begin(5);
      var x = Tensor.randn(500, 10);
      var y = x.narrow(1, 0, 3).argmax(1);
      var net = new SmallNet();
      try (var loader =
          new Loader(new TensorDataset(x, y), o -> o.batch(16).shuffle(run.seed()).workers(2))) {
        new Fit<Batch>(run, loader, EPOCHS)
            .train(
                net,
                new Adam(net.parameters(), 1e-2),
                batch -> net.forward(batch.x()).crossEntropy(batch.y()))
            .schedule(Schedule.cosine((long) EPOCHS * loader.size(), 0))
            .clip(1)
            .measure("train.accuracy", () -> accuracy(net, x, y))
            .afterStep(afterStep)
            .checkpointEvery(Duration.ZERO)
            .run();
      }
      run.save(net);
    }
  }

  private static double accuracy(SmallNet net, Tensor x, Tensor y) {
    return net.forward(x).argmax(1).eq(y).to(x.dtype()).mean().item();
  }
}
