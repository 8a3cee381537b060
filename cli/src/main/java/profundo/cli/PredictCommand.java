package profundo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.lab.Prediction;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.train.store.RunStore;

@Command(name = "predict", description = "Use a trained model.", mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = RecipeNames.class,
      description = "A run that runs lists, or a recipe for its newest with weights.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files and folders of files; - for standard input.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (var trained = trained()) {
      if (Runs.isSynthetic(trained.run())) {
        told(Words.get("predict.synthetic", trained.run().id()));
      }
      boolean isWhole = true;
      for (var file : inputs()) {
        isWhole &= predict(trained, file);
      }
      return isWhole ? 0 : 1;
    }
  }

  private Trained<?> trained() {
    try (var store = RunStore.open(RunStore.home())) {
      return Trained.open(store, name, Device.CPU);
    }
  }

  /// The files, and in place of a folder those that lie in it.
  private List<Path> inputs() {
    var inputs = new ArrayList<Path>();
    for (var file : files) {
      if (Files.isDirectory(file)) {
        inputs.addAll(inside(file));
      } else {
        inputs.add(file);
      }
    }
    return inputs;
  }

  private static List<Path> inside(Path folder) {
    try (var found = Files.list(folder)) {
      var inside =
          found
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
      if (inside.isEmpty()) {
        throw new ProfundoException(Words.get("predict.emptyFolder", folder));
      }
      return inside;
    } catch (IOException e) {
      throw new ProfundoException(Words.get("predict.unlisted", folder, Reason.of(e)), e);
    }
  }

  /// Says what the model makes of a file; one that it cannot read does not end the rest.
  private boolean predict(Trained<?> trained, Path file) {
    var out = spec.commandLine().getOut();
    try {
      if (file.toString().equals("-")) {
        out.println(said(ofStandardInput(trained), file));
      } else {
        refuseUnreadable(file);
        out.println(file + ": " + said(trained.predict(file), file));
      }
      return true;
    } catch (UsageException e) {
      throw e;
    } catch (ProfundoException e) {
      if (files.size() == 1 && !Files.isDirectory(files.getFirst())) {
        throw e;
      }
      told(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void told(String sentence) {
    spec.commandLine().getErr().println(sentence);
  }

  /// The text, once it is said what the model did not read.
  private String said(Prediction prediction, Path file) {
    if (!prediction.unknown().isEmpty()) {
      var shown = prediction.unknown().stream().limit(SHOWN).map(PredictCommand::visible);
      var more = prediction.unknown().size() > SHOWN ? " …" : "";
      told(Words.get("predict.unknown", file, shown.collect(Collectors.joining(" ")) + more));
    }
    return prediction.text();
  }

  private static String visible(String character) {
    int code = character.codePointAt(0);
    return Character.isISOControl(code) || Character.isWhitespace(code)
        ? Text.format("U+%04X", code)
        : character;
  }

  private static Prediction ofStandardInput(Trained<?> trained) {
    try {
      var folder = Files.createTempDirectory("profundo-");
      var file = folder.resolve("standard-input");
      try {
        if (Files.copy(System.in, file) == 0) {
          throw new ProfundoException(Words.get("predict.noInput"));
        }
        return trained.predict(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new ProfundoException(Words.get("predict.input", Reason.of(e)), e);
    }
  }

  private static void refuseUnreadable(Path file) {
    if (!Files.exists(file)) {
      throw new ProfundoException(Words.get("predict.absent", file));
    }
    if (file.toFile().length() == 0 && Files.isRegularFile(file)) {
      throw new ProfundoException(Words.get("predict.empty", file));
    }
  }
}
