package profundo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.lab.Input;
import profundo.lab.Prediction;
import profundo.lab.SamplingOptions;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.train.store.RunStore;

@Command(name = "predict", description = "Use a trained model.", mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = RecipeNames.class,
      description = "A run that runs lists, or a recipe for its newest with weights.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "Files and folders of files; - for standard input. A net that draws needs none.")
  private List<Path> files = List.of();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "A text in place of a file; may be given several times.")
  private List<String> texts = List.of();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images, characters or steps are drawn.")
  private @Nullable Integer count;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Below 1, the more probable is preferred in what is drawn.")
  private @Nullable Double temperature;

  @Option(names = "--seed", description = "Fixes what is drawn.")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the image goes that is drawn, as PNG.")
  private @Nullable Path out;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (var trained = trained()) {
      var sampling = sampling();
      var answers = new PredictAnswers(spec.commandLine(), trained.run(), out, json);
      boolean isWhole = true;
      for (var text : texts) {
        isWhole &= answer(answers, text, "", () -> trained.predict(Input.of(text).with(sampling)));
      }
      for (var file : inputs()) {
        var before = isStandardInput(file) ? "" : file + ": ";
        isWhole &= answer(answers, file.toString(), before, () -> ofFile(trained, file, sampling));
      }
      if (texts.isEmpty() && files.isEmpty()) {
        answers.add("", "", trained.predict(Input.NOTHING.with(sampling)));
      }
      answers.end();
      return isWhole ? 0 : Main.FAILED;
    }
  }

  private Trained<?> trained() {
    try (var store = RunStore.open(RunStore.home())) {
      return Trained.open(store, name, Device.CPU);
    }
  }

  private SamplingOptions sampling() {
    return new SamplingOptions(
        count == null ? OptionalInt.empty() : OptionalInt.of(count),
        temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature),
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
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

  /// Says what the model makes of one input; one that it cannot read does not end the rest.
  private boolean answer(
      PredictAnswers answers, String input, String before, Supplier<Prediction> prediction) {
    try {
      answers.add(input, before, prediction.get());
      return true;
    } catch (UsageException e) {
      throw e;
    } catch (ProfundoException e) {
      if (texts.size() + files.size() == 1 && files.stream().noneMatch(Files::isDirectory)) {
        throw e;
      }
      answers.fail(input, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static boolean isStandardInput(Path file) {
    return file.toString().equals("-");
  }

  private static Prediction ofFile(Trained<?> trained, Path file, SamplingOptions sampling) {
    if (isStandardInput(file)) {
      return ofStandardInput(trained, sampling);
    }
    refuseUnreadable(file);
    return trained.predict(Input.of(file).with(sampling));
  }

  private static Prediction ofStandardInput(Trained<?> trained, SamplingOptions sampling) {
    try {
      var folder = Files.createTempDirectory("profundo-");
      var file = folder.resolve("standard-input");
      try {
        if (Files.copy(System.in, file) == 0) {
          throw new ProfundoException(Words.get("predict.noInput"));
        }
        return trained.predict(Input.of(file).with(sampling));
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
