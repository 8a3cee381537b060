package profundo.cli;

import java.util.Map;
import java.util.ResourceBundle;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import profundo.lab.UsageException;
import profundo.tensor.MemoryException;
import profundo.tensor.ProfundoException;
import profundo.tensor.Text;
import profundo.train.UnknownRunException;

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

  /// What the library logs goes to no terminal: the command's own lines stand there. Held, since
  /// the logging's tables forget a logger that nobody holds.
  private static final Logger LOG = Logger.getLogger("profundo");

  private Main() {}

  /// Runs the command and ends the process with its exit status: 0 done, 1 failed, 2 the words are
  /// off, 3 a claim was missed.
  public static void main(String[] arguments) {
    LOG.setLevel(System.getenv("PROFUNDO_TRACE") == null ? Level.OFF : Level.ALL);
    var command = command();
    int status;
    try {
      status = command.execute(arguments);
    } catch (OutOfMemoryError e) {
      command.getErr().println("profundo: " + Words.get("memory", String.valueOf(e.getMessage())));
      status = FAILED;
    }
    command.getOut().flush();
    command.getErr().flush();
    System.exit(status);
  }

  static CommandLine command() {
    return new CommandLine(new Main())
        .setResourceBundle(ResourceBundle.getBundle("profundo.cli.help", Text.language()))
        .setParameterExceptionHandler((failure, _) -> Usage.tell(failure))
        .setExecutionExceptionHandler((failure, command, _) -> {
          tell(failure, command);
          return failure instanceof UsageException || failure instanceof UnknownRunException
              ? CommandLine.ExitCode.USAGE
              : FAILED;
        });
  }

  private static void tell(Exception failure, CommandLine command) {
    var sentence =
        switch (failure) {
          case MemoryException e -> Words.get("memory", e.asked());
          case ProfundoException e -> String.valueOf(e.getMessage());
          default -> Words.get("error", failure);
        };
    command.getErr().println("profundo: " + sentence);
    if (command.getParseResult().hasMatchedOption("--json")) {
      command.getOut().println(Json.of(Map.of("error", sentence)));
    }
    if (System.getenv("PROFUNDO_TRACE") != null) {
      failure.printStackTrace(command.getErr());
    }
  }
}
