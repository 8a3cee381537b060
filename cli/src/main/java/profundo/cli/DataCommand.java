package profundo.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.data.source.Catalogue;
import profundo.data.source.Entry;
import profundo.data.source.Sources;
import profundo.lab.UsageException;

@Command(
    name = "data",
    description = "The datasets: their licences, and what is in the cache.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "list",
      description = "The catalogue, and what is in the cache.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--json", description = "One JSON array on standard output.") boolean json) {
    var sources = Sources.ofEnvironment();
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.of(Catalogue.entries().stream().map(e -> Json.dataset(e, sources)).toList()));
      return 0;
    }
    var table = new Table();
    for (var entry : Catalogue.entries()) {
      table.row(List.of(entry.name(), place(entry, sources), entry.licence()));
    }
    out.print(table);
    return 0;
  }

  @Command(
      name = "get",
      description = "Fetches datasets into the cache.",
      mixinStandardHelpOptions = true)
  int get(
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names that data list shows.")
          List<String> names) {
    var entries = names.stream().map(DataCommand::entry).toList();
    var sources = Sources.ofEnvironment();
    for (var entry : entries) {
      var fetched = sources.require(entry);
      var source = fetched.source().label();
      var words = Words.get("data.got", entry.name(), fetched.folder(), source);
      spec.commandLine().getOut().println(words);
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = "Checks what is in the cache against the catalogue's checksums.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..*",
              description = "Only these; all without a name.")
          List<String> names) {
    var entries =
        names == null || names.isEmpty()
            ? Catalogue.entries()
            : names.stream().map(DataCommand::entry).toList();
    var sources = Sources.ofEnvironment();
    boolean sound = true;
    var table = new Table();
    for (var entry : entries) {
      var verified = sources.verify(entry);
      sound &= verified.orElse(true);
      table.row(List.of(entry.name(), Words.get("data." + verdict(verified))));
    }
    spec.commandLine().getOut().print(table);
    return sound ? 0 : Main.FAILED;
  }

  private static Entry entry(String name) {
    return Catalogue.entries().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            UsageException.unknown(
                "unknownData", name, Catalogue.entries().stream().map(Entry::name).toList()));
  }

  private static String verdict(Optional<Boolean> verified) {
    return Map.of(Optional.of(true), "sound", Optional.of(false), "damaged")
        .getOrDefault(verified, "absent");
  }

  private static String place(Entry entry, Sources sources) {
    if (sources.isCached(entry)) {
      return Words.get("data.cached");
    }
    return entry.bundled() ? Words.get("data.bundled") : Words.get("data.absent");
  }
}
