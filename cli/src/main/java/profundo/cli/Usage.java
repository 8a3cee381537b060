package profundo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import profundo.lab.Nearest;

/// Says in one sentence what is wrong with the words of a command.
final class Usage {
  private Usage() {}

  /// Prints the sentence and gives the exit status.
  static int tell(ParameterException failure) {
    var command = failure.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    var sentence =
        switch (failure) {
          case UnmatchedArgumentException unknown -> unknown(unknown, name);
          case MissingParameterException missing -> missing(missing, name);
          case OverwrittenOptionException twice ->
              Words.get("usage.twice", option(twice.getOverwritten()), name);
          default -> value(failure, name);
        };
    command.getErr().println("profundo: " + sentence);
    return CommandLine.ExitCode.USAGE;
  }

  private static String unknown(UnmatchedArgumentException failure, String name) {
    var word = failure.getUnmatched().getFirst();
    var spec = failure.getCommandLine().getCommandSpec();
    var known = new ArrayList<String>();
    known.addAll(word.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet());
    return Nearest.close(word, known)
        .map(meant -> Words.get("usage.meant", word, name, meant))
        .orElseGet(() -> Words.get("usage.unknown", word, name));
  }

  private static String missing(MissingParameterException failure, String name) {
    var missing =
        failure.getMissing().stream().map(ArgSpec::paramLabel).collect(Collectors.joining(", "));
    return Words.get("usage.missing", missing, name);
  }

  private static String value(ParameterException failure, String name) {
    var argument = failure.getArgSpec();
    if (argument == null) {
      return Words.get("usage.noCommand", "", name);
    }
    return Words.get("usage." + kind(argument), option(argument), name, failure.getValue());
  }

  private static String kind(ArgSpec argument) {
    if (argument.typeInfo().isMap()) {
      return "pair";
    }
    var type = argument.type();
    return type == Path.class ? "path" : type == Double.class ? "decimal" : "number";
  }

  private static String option(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
