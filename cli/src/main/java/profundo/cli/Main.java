package profundo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import profundo.lab.UsageException;
import profundo.tensor.ProfundoException;

/// The `profundo` command.
@Command(
    name = "profundo",
    description = "Deep learning for Java: papers as recipes, run and measured.",
    mixinStandardHelpOptions = true,
    version = "Profundo 0.1.0",
    subcommands = {
      ListCommand.class,
      ShowCommand.class,
      RunCommand.class,
      RunsCommand.class,
      PredictCommand.class
    })
final class Main {
  /// The run failed.
  static final int FAILED = 1;

  /// It ran, and a claim was missed.
  static final int MISSED = 3;

  /// A person stopped it, as shells count it.
  static final int INTERRUPTED = 130;

  private Main() {}

  /// Runs the command and ends the process with its exit status: 0 done, 1 failed, 2 the words are
  /// off, 3 a claim was missed.
  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  static CommandLine command() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, _) -> {
          if (failure instanceof ProfundoException sentence) {
            command.getErr().println("profundo: " + sentence.getMessage());
            return failure instanceof UsageException ? CommandLine.ExitCode.USAGE : FAILED;
          }
          throw failure;
        });
  }
}
