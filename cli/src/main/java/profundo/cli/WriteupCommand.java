package profundo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.base.UserPath;
import profundo.lab.UsageException;
import profundo.lab.report.Writeup;
import profundo.lab.report.WriteupFormat;
import profundo.lab.study.Study;
import profundo.train.store.RunStore;

@Command(
    name = "writeup",
    description =
        "Writes the report on a study that a student hands in; what only the student knows is left"
            + " as marked gaps.",
    mixinStandardHelpOptions = true)
final class WriteupCommand implements Callable<Integer> {
  private static final List<String> LANGUAGES = List.of("en", "es");

  @Parameters(paramLabel = "STUDY", description = "A study, the beginning of its name, or latest.")
  private String name = "";

  @Option(names = "--lang", paramLabel = "en|es", description = "The report's language.")
  private @Nullable String lang;

  @Option(
      names = "--format",
      paramLabel = "md|html|tex",
      defaultValue = "md",
      description = "Markdown, a web page, or LaTeX for XeLaTeX and LuaLaTeX.")
  private String format = "md";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the report here, and not to STUDY.md in this folder.")
  private @Nullable Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var form = WriteupFormat.of(format);
    if (lang != null && !LANGUAGES.contains(lang)) {
      throw new UsageException("langUnknown", lang);
    }
    var language = lang == null ? Text.language() : Locale.of(lang);
    try (var store = RunStore.open(RunStore.home())) {
      var stored = store.studies().find(name);
      var file = out == null ? UserPath.of(stored.id() + "." + form.word()) : out;
      new Writeup(store, language).write(Study.of(store, stored), form, file);
      spec.commandLine().getOut().println(file.toAbsolutePath());
    }
    return 0;
  }
}
