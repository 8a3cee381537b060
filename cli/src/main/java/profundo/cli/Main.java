package profundo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.lab.UsageException;
import profundo.lab.project.Project;
import profundo.lab.project.SourceException;
import profundo.tensor.MemoryException;
import profundo.train.store.UnknownRunException;

/// The `profundo` command.
@Command(
    name = "profundo",
    description = "Deep learning for Java: papers as recipes, run and measured.",
    mixinStandardHelpOptions = true,
    version = "Profundo 0.1.0",
    subcommands = {
      ListCommand.class,
      ShowCommand.class,
      NewCommand.class,
      RunCommand.class,
      RunsCommand.class,
      VaryCommand.class,
      WriteupCommand.class,
      CheckCommand.class,
      WorkerCommand.class,
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

  /// A study ended, and what it compares could not be told apart, nor called equal.
  static final int UNDECIDED = 4;

  /// A person stopped it, as shells count it.
  static final int INTERRUPTED = 130;

  /// What the library logs goes to no terminal: the command's own lines stand there. Held, since
  /// the logging's tables forget a logger that nobody holds.
  private static final Logger LOG = Logger.getLogger("profundo");

  private Main() {}

  /// Runs the command and ends the process with its exit status: 0 done, 1 failed, 2 the words are
  /// off, 3 a claim was missed, 4 a study decided nothing.
  public static void main(String[] arguments) {
    LOG.setLevel(System.getenv("PROFUNDO_TRACE") == null ? Level.OFF : Level.ALL);
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    var output = new Output(new FileOutputStream(FileDescriptor.out));
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = command().setOut(output.writer()).setErr(err).execute(arguments);
    status = output.end(status, err);
    err.flush();
    System.exit(status);
  }

  static CommandLine command() {
    return new CommandLine(new Main())
        .setResourceBundle(help())
        .setParameterExceptionHandler((failure, _) -> Usage.tell(failure))
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler((failure, command, _) -> tell(failure, command));
  }

  /// English is the root, and not a fallback to the machine's language.
  private static ResourceBundle help() {
    boolean spanish = Text.language().getLanguage().equals("es");
    return ResourceBundle.getBundle("profundo.cli.help", spanish ? Text.language() : Locale.ROOT);
  }

  /// As picocli does, but an [Error] is told like an exception.
  private static int execute(ParseResult words) {
    try {
      return new CommandLine.RunLast().execute(words);
    } catch (Error e) {
      throw new ExecutionException(words.asCommandLineList().getLast(), e.toString(), e);
    }
  }

  private static int tell(Exception failure, CommandLine command) {
    var reason = reason(failure);
    if (reason instanceof SourceException uncompiled) {
      uncompiled.errors().forEach(command.getErr()::println);
    }
    var place = Project.place(reason);
    var sentence =
        switch (reason) {
          case MemoryException e -> Words.get("memory", e.asked());
          case OutOfMemoryError e -> Words.get("memory", String.valueOf(e.getMessage()));
          case ProfundoException e -> Text.inLine(String.valueOf(e.getMessage()));
          case InvalidPathException e -> Words.get("path", e.getInput());
          default ->
              place.isPresent() ? Text.inLine(reason.toString()) : Words.get("error", reason);
        };
    command.getErr().println("profundo: " + sentence);
    place.ifPresent(line -> command.getErr().println(Words.get("place", line)));
    if (command.getParseResult().hasMatchedOption("--json")) {
      command.getOut().println(Json.of(Map.of("error", sentence)));
    }
    if (System.getenv("PROFUNDO_TRACE") != null) {
      reason.printStackTrace(command.getErr());
    }
    return reason instanceof UsageException
            || reason instanceof UnknownRunException
            || reason instanceof SourceException
        ? CommandLine.ExitCode.USAGE
        : FAILED;
  }

  /// What went wrong, under what it was wrapped in on its way.
  private static Throwable reason(Throwable failure) {
    var cause = failure.getCause();
    boolean wrapped =
        failure instanceof ExecutionException || failure instanceof ExceptionInInitializerError;
    return wrapped && cause != null ? reason(cause) : failure;
  }
}
