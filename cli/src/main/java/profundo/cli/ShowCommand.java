package profundo.cli;

import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.ClaimWords;
import profundo.lab.RecipeWords;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.Settings;
import profundo.tensor.Text;

@Command(name = "show", description = "A paper's claims.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description = "A name that list shows.")
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
    out.println(own.title(recipe.about()));
    out.println(
        Text.format("%s (%d). %s. %s", paper.authors(), paper.year(), paper.title(), paper.url()));
    new TreeMap<>(recipe.parameters())
        .forEach((model, count) ->
            out.println(Words.get("show.parameters", model, Text.format("%,d", count))));
    out.println(Words.get("show.data", String.join(", ", recipe.about().data())));
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
              "show.scale",
              scale.label(),
              Integer.toString(recipe.about().seconds().at(scale)),
              Json.of(Settings.values(recipe.config(scale)))));
    }
    return 0;
  }
}
