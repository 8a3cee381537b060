package profundo.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.train.store.ClaimResult;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

@Command(
    name = "runs",
    description = "The runs so far, newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON array on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    try (var store = RunStore.open(RunStore.home())) {
      var runs = store.list();
      if (json) {
        out.println(Json.of(runs.stream().map(run -> Json.stored(run, store)).toList()));
        return 0;
      }
      if (runs.isEmpty()) {
        out.println(Words.get("runs.none"));
      }
      var table = new Table();
      for (var run : runs) {
        table.row(
            List.of(
                run.id(),
                run.plan().scale(),
                Text.format("%.0f s", run.seconds()),
                Words.find("state." + run.state().word(), run.state().word()),
                figure(store, run),
                Runs.mark(run)));
      }
      out.print(table);
    }
    return 0;
  }

  /// The figure that a run is about: its first claim's, else its first.
  private static String figure(RunStore store, StoredRun run) {
    var metrics = store.metrics(run.id());
    return Stream.concat(
            store.claims(run.id()).stream().map(ClaimResult::metric),
            metrics.keySet().stream().sorted())
        .flatMap(
            key -> Optional.ofNullable(metrics.get(key)).map(v -> key + " " + Words.of(v)).stream())
        .findFirst()
        .orElse("");
  }
}
