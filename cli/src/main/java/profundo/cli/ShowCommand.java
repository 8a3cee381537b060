package profundo.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.lab.ClaimWords;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.RecipeWords;
import profundo.lab.Recipes;
import profundo.lab.Scale;

@Command(name = "show", description = "A paper's claims.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description = "A name that list shows, or a project's folder.")
  private String id = "";

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var recipe = Recipes.find(id);
    if (json) {
      out.println(Json.of(Json.recipe(recipe, true)));
      return 0;
    }
    var words = new ClaimWords(Text.language());
    var paper = recipe.about().paper();
    var own = RecipeWords.of(recipe, Text.language());
    out.println(own.title(recipe.about().title()));
    out.println(
        Text.format("%s (%d). %s. %s", paper.authors(), paper.year(), paper.title(), paper.url()));
    ModelSizes.of(recipe, Scale.LAPTOP)
        .forEach((part, size) ->
            out.println(
                Words.get(
                    "show.parameters",
                    part.isEmpty() ? size.net() : part + " · " + size.net(),
                    Text.format("%,d", size.parameters()))));
    out.println(Words.get("show.data", String.join(", ", recipe.about().data())));
    var opened = opened(recipe);
    if (!opened.isEmpty()) {
      out.println(Words.get("show.opens", String.join(", ", opened)));
    }
    for (var claim : recipe.about().claims()) {
      out.println(
          Words.get(
              "show.claim",
              claim.metric(),
              words.source(claim.source(), claim.paper()),
              own.where(claim.metric(), claim.where())));
      claim
          .expected()
          .forEach((scale, figure) ->
              out.println(
                  "  "
                      + Words.get(
                          "show.expected",
                          scale.label(),
                          claim.direction().sign() + " " + figure)));
    }
    for (var scale : Scale.values()) {
      out.println(
          Words.get(
              "show.scale", scale.label(), Integer.toString(recipe.about().seconds().at(scale))));
    }
    out.println();
    out.print(settings(recipe, own));
    var departures = own.departures();
    if (!departures.isEmpty()) {
      out.println();
      out.println(Words.get("show.departures"));
      departures.forEach(departure -> out.println("  " + departure));
    }
    return 0;
  }

  private static <S extends RecipeSettings> List<String> opened(Recipe<S> recipe) {
    return recipe.opens(recipe.settings(Scale.LAPTOP));
  }

  /// What can be set: at each scale its value, and what it is.
  private static Table settings(Recipe<?> recipe, RecipeWords own) {
    var scales = Scale.values();
    var table = new Table();
    var header = new ArrayList<String>(List.of(Words.get("show.setting")));
    Arrays.stream(scales).map(Scale::label).forEach(header::add);
    table.row(header);
    var values = Arrays.stream(scales).map(scale -> recipe.settings(scale).values()).toList();
    for (var name : values.getFirst().keySet()) {
      var row = new ArrayList<String>(List.of(name));
      values.forEach(at -> row.add(String.valueOf(at.get(name))));
      row.add(own.setting(name, Text.language()));
      table.row(row);
    }
    return table;
  }
}
