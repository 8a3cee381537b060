package profundo.cli;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.base.WholeFile;
import profundo.lab.ClaimWords;
import profundo.lab.Lab;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.lab.study.Equality;
import profundo.lab.study.StudyPlan;
import profundo.lab.study.Variation;
import profundo.train.StopSignal;
import profundo.train.StoppedException;
import profundo.train.metric.Interval;
import profundo.train.progress.Progress;
import profundo.train.store.Environment;
import profundo.train.store.RunStore;

@Command(name = "run", description = "Run a recipe.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Set<String> KEPT =
      Set.of("--set", "--scale", "--seed", "--seeds", "--threads", "--device", "--data", "--out");

  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..1",
      completionCandidates = RecipeNames.class,
      description =
          "A name that list shows, or a project's folder; with --resume it may be left out.")
  private String id = "";

  @Option(
      names = "--scale",
      defaultValue = "laptop",
      completionCandidates = ScaleNames.class,
      description = "smoke, laptop or paper.")
  private String scale = "laptop";

  @Option(names = "--seed", defaultValue = "1", description = "Fixes every random number.")
  private long seed;

  @Option(
      names = "--seeds",
      defaultValue = "0",
      description = "Runs with so many seeds; 0 for as many as the recipe wants.")
  private int seeds;

  @Option(names = "--device", defaultValue = "cpu", description = "cpu, cuda or cuda:N.")
  private String device = "cpu";

  @Mixin private WorkerOptions each = new WorkerOptions();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Changes a setting.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--data",
      paramLabel = "NAME|FILE",
      description = "Other data for the recipe: a name, a file, or a folder of images by class.")
  private @Nullable String data;

  @Option(names = "--out", paramLabel = "DIR", description = "Puts the run's folder there.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "RUN|DIR",
      description = "Goes on with a run from its last checkpoint.")
  private String resume = "";

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Writes the weights here too, of several seeds those of the first.")
  private @Nullable Path save;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (var stop = StopSignal.listen(() -> System.err.println(Words.get("run.brokenOff")))) {
      return run(stop);
    }
  }

  private int run(StopSignal stop) {
    if (save != null) {
      refuseUnsavable(save);
    }
    BiFunction<RunStore, Lab, Result> task = resume.isEmpty() ? begin(stop) : goOn(stop);
    Result result;
    try (var store = RunStore.open(RunStore.home());
        var progress = Progress.of(System.err, Progress.Mode.AUTO)) {
      result = task.apply(store, new Lab(store, progress, stop));
    } catch (StoppedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      spec.commandLine().getErr().flush();
      return Main.INTERRUPTED;
    }
    if (save != null) {
      copy(result.run().weights(), save);
    }
    if (json) {
      spec.commandLine().getOut().println(Json.of(Json.run(result)));
    } else {
      tell(result);
    }
    return result.met() ? 0 : Main.MISSED;
  }

  /// Looks at the words before anything is opened.
  private BiFunction<RunStore, Lab, Result> begin(StopSignal stop) {
    Recipe<?> recipe = Recipes.find(id);
    if (data != null) {
      settings.put("data", data);
    }
    if (each.workers() > 1) {
      var plan = plan(recipe);
      return (store, _) -> sideBySide().begin(store, plan, stop);
    }
    var request =
        new Request(
            Scale.of(scale),
            seed,
            seeds,
            Devices.named(device),
            each.threads(),
            settings,
            Optional.ofNullable(out));
    return (_, lab) -> lab.run(recipe, request);
  }

  private StudyPlan plan(Recipe<?> recipe) {
    var amount = Scale.of(scale);
    if (seeds < 0) {
      throw new UsageException("seeds", Integer.toString(seeds));
    }
    return new Variation(
            recipe,
            recipe,
            amount,
            StudyPlan.Asked.SEEDS,
            settings,
            List.of(),
            Equality.NONE,
            List.of(),
            seed,
            seeds == 0 ? recipe.seeds(amount) : seeds,
            StudyPlan.ALL_PAIRS,
            "",
            OptionalDouble.empty(),
            Devices.named(device).toString(),
            each.threads())
        .plan(Environment.now(Map.of()).commit());
  }

  private SeedsSideBySide sideBySide() {
    return new SeedsSideBySide(
        each.workers(), Optional.ofNullable(out), spec.commandLine().getErr());
  }

  private BiFunction<RunStore, Lab, Result> goOn(StopSignal stop) {
    var words = spec.commandLine().getParseResult();
    boolean isStudy = SeedsSideBySide.isStudy(resume);
    if (KEPT.stream()
        .filter(word -> !isStudy || !word.equals("--out"))
        .anyMatch(words::hasMatchedOption)) {
      throw new UsageException("resumeSettings");
    }
    return isStudy
        ? (store, _) -> sideBySide().goOn(store, resume, stop)
        : (store, lab) -> goOn(store, lab);
  }

  private Result goOn(RunStore store, Lab lab) {
    var run = Runs.find(store, resume);
    boolean isSaid = !id.equals(run.plan().recipe()) && !Recipes.isFolder(id);
    Recipe<?> recipe = isSaid && !id.isEmpty() ? Recipes.find(id) : Recipes.of(run);
    return lab.resume(recipe, run);
  }

  private void tell(Result result) {
    var print = spec.commandLine().getOut();
    result
        .metrics()
        .forEach((key, value) -> print.println(Text.format("%-26s %s", key, Words.of(value))));
    var words = new ClaimWords(Text.language());
    if (result.synthetic()) {
      print.println(words.synthetic());
    }
    for (var claim : result.claims()) {
      var measured = result.metrics().get(claim.metric());
      print.println(
          Words.get(
              "run.claim",
              ClaimWords.mark(claim),
              claim.metric(),
              measured == null ? "–" : words.measured(measured),
              words.source(claim.source(), claim.paper()),
              Text.format("%s %.4f", result.sign(claim.metric()), claim.expected()),
              words.verdict(
                  claim,
                  Scale.of(result.run().plan().scale()),
                  result.sign(claim.metric()),
                  measured == null ? Interval.of(Double.NaN) : measured)));
    }
    result.unjudged().map(words::unjudged).ifPresent(print::println);
    var run = result.run();
    print.println(Text.format("%s  %.0f s  %s", run.id(), run.seconds(), run.weights()));
    print.println(Words.get("run.report", run.id()));
  }

  private static void copy(Path from, Path to) {
    try {
      WholeFile.write(to, channel -> Files.copy(from, Channels.newOutputStream(channel)));
    } catch (IOException e) {
      throw new ProfundoException(Words.get("run.unsaved", to, Reason.of(e), from), e);
    }
  }

  /// Before the training, not after it.
  private static void refuseUnsavable(Path file) {
    try {
      WholeFile.place(file);
    } catch (IOException e) {
      throw new UsageException("saveUnwritable", file, Reason.of(e));
    }
  }
}
