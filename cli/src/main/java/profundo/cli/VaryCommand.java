package profundo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.Decimal;
import profundo.base.Text;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.lab.report.StudyPage;
import profundo.lab.study.Equality;
import profundo.lab.study.Grid;
import profundo.lab.study.Study;
import profundo.lab.study.StudyPlan;
import profundo.lab.study.StudyPlan.Asked;
import profundo.lab.study.Variation;
import profundo.train.StopSignal;
import profundo.train.store.Environment;
import profundo.train.store.RunStore;
import profundo.train.store.StoredStudy;

@Command(
    name = "vary",
    description =
        "Runs a recipe with and without a change, in pairs by seed, and says whether they differ.",
    mixinStandardHelpOptions = true)
final class VaryCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..1",
      completionCandidates = RecipeNames.class,
      description = "A name that list shows, or a project's folder; with --resume left out.")
  private String id = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "What is changed; several make one change together.")
  private Map<String, String> change = new LinkedHashMap<>();

  @Option(
      names = "--grid",
      paramLabel = "KEY=VALUE,VALUE",
      arity = "1..*",
      description = "Every combination of these values, each held against the recipe as it is.")
  private List<String> grid = new ArrayList<>();

  @Option(
      names = "--ablate",
      description = "Takes away each part that the recipe names, one at a time.")
  private boolean ablate;

  @Option(
      names = "--against",
      paramLabel = "RECIPE|DIR",
      description = "Holds the recipe, with --set changed, against this one instead of itself.")
  private @Nullable String against;

  @Option(
      names = "--equal",
      paramLabel = "WHAT",
      defaultValue = "none",
      completionCandidates = EqualityNames.class,
      description = "Finds the width at which the nets agree: parameters, flops or none.")
  private String equal = "none";

  @Option(
      names = "--on",
      paramLabel = "NAME|FILE",
      description = "Runs the same arms on other data too: does the difference carry over?")
  private List<String> on = new ArrayList<>();

  @Option(
      names = "--with",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting of all arms alike.")
  private Map<String, String> common = new LinkedHashMap<>();

  @Option(
      names = "--data",
      paramLabel = "NAME|FILE",
      description = "Other data for all arms: a name, a file, or a folder of images by class.")
  private @Nullable String data;

  @Option(
      names = "--scale",
      defaultValue = "laptop",
      completionCandidates = ScaleNames.class,
      description = "smoke, laptop or paper.")
  private String scale = "laptop";

  @Option(names = "--seed", defaultValue = "1", description = "The first seed.")
  private long seed;

  @Option(
      names = "--seeds",
      defaultValue = "0",
      description = "So many pairs; 0 for six, or as many as a grid needs.")
  private int seeds;

  @Option(
      names = "--until",
      paramLabel = "decided",
      description = "Goes on in pairs until every comparison is decided, at most to --max-seeds.")
  private @Nullable String until;

  @Option(
      names = "--max-seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "The most pairs with --until.")
  private int maxSeeds;

  @Option(
      names = "--metric",
      paramLabel = "FIGURE",
      description = "The figure that decides; that of the recipe's first claim if left out.")
  private String metric = "";

  @Option(
      names = "--margin",
      paramLabel = "M",
      description = "Below this the arms count as equal: of shares in points, else as the figure.")
  private @Nullable String margin;

  @Mixin private WorkerOptions each = new WorkerOptions();

  @Option(names = "--device", defaultValue = "cpu", description = "cpu, cuda or cuda:N.")
  private String device = "cpu";

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "Measures first, and does not begin what takes longer: 90s, 30m or 2h.")
  private @Nullable String budget;

  @Option(
      names = "--resume",
      paramLabel = "STUDY",
      description = "Goes on with a study that was stopped, or lets its failed runs try again.")
  private @Nullable String resume;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the study's page here.")
  private @Nullable Path out;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (var stop = StopSignal.listen()) {
      var name = resume;
      var plan = name == null ? plan() : null;
      if (plan != null && budget != null) {
        Budget.parse(budget).require(plan, each.workers(), spec.commandLine().getErr());
      }
      try (var store = RunStore.open(RunStore.home())) {
        var study = plan == null ? goOn(store, String.valueOf(name)) : Study.begin(store, plan);
        return run(store, study, stop);
      }
    }
  }

  /// Looks at the words before anything is opened.
  private StudyPlan plan() {
    var recipe = Recipes.find(id);
    int threads = each.threads();
    if (data != null) {
      common.put("data", data);
    }
    var asked = asked();
    var variation =
        new Variation(
            recipe,
            against == null ? recipe : Recipes.find(against),
            Scale.of(scale),
            asked,
            common,
            cells(recipe, asked),
            Equality.of(equal),
            on,
            seed,
            pairs(),
            until == null ? StudyPlan.ALL_PAIRS : StudyPlan.UNTIL_DECIDED,
            metric,
            number(margin),
            Devices.named(device).toString(),
            threads);
    return variation.plan(Environment.now(Map.of()).commit());
  }

  /// What is asked for: one thing.
  private Asked asked() {
    if (!grid.isEmpty() && !change.isEmpty()) {
      throw new UsageException("varyBoth");
    }
    var asked = new ArrayList<Asked>();
    if (against != null) {
      asked.add(Asked.RECIPE);
    } else if (!change.isEmpty()) {
      asked.add(Asked.CHANGE);
    }
    if (!grid.isEmpty()) {
      asked.add(Asked.GRID);
    }
    if (ablate) {
      asked.add(Asked.ABLATION);
    }
    if (asked.size() != 1) {
      throw new UsageException(asked.isEmpty() ? "varyNothing" : "varySeveral");
    }
    return asked.getFirst();
  }

  private List<Map<String, String>> cells(Recipe<?> recipe, Asked asked) {
    return switch (asked) {
      case CHANGE, RECIPE -> List.of(change);
      case SEEDS -> List.of();
      case GRID -> Grid.parse(grid).cells();
      case ABLATION -> recipe.ablations();
    };
  }

  private int pairs() {
    if (until == null) {
      return seeds;
    }
    if (!until.equals("decided")) {
      throw new UsageException("varyUntil", until);
    }
    return seeds == 0 ? maxSeeds : seeds;
  }

  private static OptionalDouble number(@Nullable String text) {
    if (text == null) {
      return OptionalDouble.empty();
    }
    var number = Decimal.of(text);
    if (number.isEmpty()) {
      throw new UsageException("margin", text);
    }
    return number;
  }

  private static StoredStudy goOn(RunStore store, String name) {
    var study = store.studies().find(name);
    if (Study.planOf(study).asked() == Asked.SEEDS) {
      throw new UsageException("resumeSeeds", study.id());
    }
    if (store.studies().reopen(study.id()) > 0) {
      store.studies().tell(study.id(), "resumed", "");
    }
    return study;
  }

  private int run(RunStore store, StoredStudy stored, StopSignal stop) {
    var err = spec.commandLine().getErr();
    new StudySummary(store, err).begin(Study.of(store, stored), each.workers());
    if (!StudyExecution.run(store, stored, each.workers(), stop)) {
      err.println(Words.get("vary.brokenOff", stored.id()));
      err.flush();
      return Main.INTERRUPTED;
    }
    var study = Study.of(store, stored);
    var file = write(new StudyPage(store, Text.language()), study);
    var print = spec.commandLine().getOut();
    if (json) {
      print.println(Json.of(StudyJson.of(study)));
    } else {
      new StudySummary(store, print).end(study);
      print.println(file.toAbsolutePath());
    }
    return status(study);
  }

  private Path write(StudyPage page, Study study) {
    if (out == null) {
      return page.write(study);
    }
    page.write(study, out);
    return out;
  }

  private static int status(Study study) {
    if (!study.failed().isEmpty()) {
      return Main.FAILED;
    }
    return study.isDecided() ? 0 : Main.UNDECIDED;
  }
}
