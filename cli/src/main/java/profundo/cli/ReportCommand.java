package profundo.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.lab.report.Report;
import profundo.train.store.RunStore;

@Command(
    name = "report",
    description = "Writes a run's page: one HTML file with its claims, curves and pictures.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      description = "A run that runs lists, the beginning of its name, or a recipe for its newest.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the page here, not into the run's folder.")
  private @Nullable Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (var store = RunStore.open(RunStore.home())) {
      var run = Runs.find(store, name);
      var file = out == null ? run.folder().resolve("report.html") : out;
      new Report(store, Text.language()).write(run, file);
      spec.commandLine().getOut().println(file.toAbsolutePath());
    }
    return 0;
  }
}
