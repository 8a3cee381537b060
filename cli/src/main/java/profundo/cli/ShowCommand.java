package profundo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.Recipes;
import profundo.lab.Scale;

@Command(name = "show", description = "A paper's claims.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE", description = "A name that list shows.")
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
    var paper = recipe.paper();
    out.println(recipe.title());
    out.printf("%s (%d). %s. %s%n", paper.authors(), paper.year(), paper.title(), paper.url());
    recipe.parameters().forEach((model, count) -> out.printf("%s: %,d parameters%n", model, count));
    for (var claim : recipe.claims()) {
      out.printf(
          "%s: %s in the paper, %s; expected here %s%n",
          claim.metric(), claim.paper(), claim.where(), claim.expected());
    }
    for (var scale : Scale.values()) {
      out.printf("%s: %s%n", scale.label(), recipe.config(scale));
    }
    return 0;
  }
}
