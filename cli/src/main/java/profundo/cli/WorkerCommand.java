package profundo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.study.StudyPilot;
import profundo.lab.study.StudyPlan;
import profundo.lab.study.StudyWorker;
import profundo.train.StopSignal;
import profundo.train.store.RunStore;

/// What [Workers] starts. It ends with a checkpoint when its standard input does, so that it never
/// outlives whoever started it.
@Command(
    name = "worker",
    hidden = true,
    description = "Works off the runs of a study, beside others.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STUDY", description = "The study; with --pilot the name of an arm.")
  private String study = "";

  @Option(
      names = "--pilot",
      description = "Reads a plan, and says how many seconds a run of this arm takes.")
  private boolean pilot;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (pilot) {
      spec.commandLine().getOut().println(StudyPilot.seconds(plan(), study));
      return 0;
    }
    try (var stop = StopSignal.listen()) {
      Thread.ofPlatform().daemon().start(() -> awaitEnd(stop));
      try (var store = RunStore.open(RunStore.home())) {
        new StudyWorker(store, study, stop).work();
      }
      return stop.wished() ? Main.INTERRUPTED : 0;
    }
  }

  private static StudyPlan plan() {
    try {
      return StudyPlan.parse(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEnd(StopSignal stop) {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said by what is written, only by its end.
      }
    } catch (IOException _) {
      // A pipe that breaks has ended too.
    }
    stop.wish();
  }
}
