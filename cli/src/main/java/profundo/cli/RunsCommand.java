package profundo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import profundo.train.RunStore;

@Command(name = "runs", description = "The runs so far.", mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    try (var store = RunStore.open(RunStore.home())) {
      for (var run : store.list()) {
        var accuracy = store.metrics(run.id()).get("test.accuracy");
        out.printf(
            "%-32s %-8s %6.0f s  %s%n",
            run.id(),
            run.plan().scale(),
            run.seconds(),
            accuracy == null ? run.state() : "test.accuracy " + accuracy.mean());
      }
    }
    return 0;
  }
}
