package profundo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.lab.RecipeWords;
import profundo.lab.Recipes;

@Command(name = "list", description = "What there is.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON array on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.of(Recipes.all().stream().map(recipe -> Json.recipe(recipe, false)).toList()));
    } else {
      var table = new Table();
      for (var recipe : Recipes.all()) {
        var title = RecipeWords.of(recipe, Text.language()).title(recipe.about().title());
        table.row(List.of(recipe.id(), Integer.toString(recipe.about().paper().year()), title));
      }
      out.print(table);
    }
    return 0;
  }
}
