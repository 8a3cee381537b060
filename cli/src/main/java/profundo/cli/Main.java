package profundo.cli;

import java.util.ResourceBundle;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import profundo.lab.UsageException;
import profundo.tensor.ProfundoException;
import profundo.tensor.Text;

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
      CompareCommand.class,
      ReportCommand.class,
      PredictCommand.class,
      DataCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
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
    var command = command();
    int status = command.execute(arguments);
    command.getOut().flush();
    command.getErr().flush();
    System.exit(status);
  }

  static CommandLine command() {
    return new CommandLine(new Main())
        .setResourceBundle(ResourceBundle.getBundle("profundo.cli.help", Text.language()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::tellUsage)
        .setExecutionExceptionHandler((failure, command, _) -> {
          if (failure instanceof ProfundoException sentence) {
            command.getErr().println("profundo: " + sentence.getMessage());
            return failure instanceof UsageException ? CommandLine.ExitCode.USAGE : FAILED;
          }
          throw failure;
        });
  }

  private static int tellUsage(ParameterException failure, String[] words) {
    var command = failure.getCommandLine();
    var name = command.getCommandSpec().qualifiedName().replaceFirst("^profundo ?", "");
    var sentence =
        switch (failure) {
          case UnmatchedArgumentException unknown ->
              Words.get("usage.unknown", String.join(" ", unknown.getUnmatched()));
          case MissingParameterException missing ->
              Words.get(
                  "usage.missing",
                  missing.getMissing().stream()
                      .map(ArgSpec::paramLabel)
                      .collect(Collectors.joining(", ")),
                  name);
          default -> failure.getMessage() + ". " + Words.get("usage.try", name);
        };
    command.getErr().println("profundo: " + sentence);
    return CommandLine.ExitCode.USAGE;
  }
}
