package profundo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.Comparison;
import profundo.train.store.RunStore;

@Command(
    name = "compare",
    description = "Runs side by side: what was set differently, and what came of it.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", arity = "0..*", description = "Two runs or more.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (var store = RunStore.open(RunStore.home())) {
      var comparison =
          Comparison.of(store, names.stream().map(name -> Runs.find(store, name)).toList());
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.of(Json.comparison(comparison)));
        return 0;
      }
      var table = new Table();
      table.row(
          Stream.concat(Stream.of(""), comparison.runs().stream().map(run -> run.id())).toList());
      if (comparison.runs().stream().anyMatch(Runs::isSynthetic)) {
        table.row(
            Stream.concat(Stream.of(""), comparison.runs().stream().map(Runs::mark)).toList());
      }
      comparison
          .settings()
          .forEach(
              (key, values) -> table.row(Stream.concat(Stream.of(key), values.stream()).toList()));
      comparison
          .metrics()
          .forEach((key, values) ->
              table.row(
                  Stream.concat(
                          Stream.of(key),
                          values.stream().map(value -> value.map(Words::of).orElse("–")))
                      .toList()));
      out.print(table);
    }
    return 0;
  }
}
