package profundo.recipes.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import profundo.base.Text;
import profundo.lab.attack.Attack;
import profundo.lab.attack.AttackResult;
import profundo.lab.attack.Fgsm;
import profundo.lab.attack.Norm;
import profundo.lab.exhibit.Exhibits;
import profundo.tensor.Scope;
import profundo.train.Run;

/// What pictures that were made against one net do to another, which the attack has never seen
/// (Szegedy et al. 2014, section 4.2).
final class Transfer {
  private Transfer() {}

  /// How each net reads, in per cent, what each attack made against each.
  static void table(Run run, AdversarialRecipe.Settings settings, Targets targets) {
    double epsilon = settings.epsilon;
    var attacks =
        List.<Map.Entry<String, Attack>>of(
            Map.entry("FGSM", new Fgsm(epsilon)),
            Map.entry("PGD", Robustness.pgd(Norm.LINF, epsilon, settings.attackSteps)));
    var rows = new ArrayList<List<String>>();
    for (var against : targets.nets().keySet()) {
      for (var attack : attacks) {
        var row = new ArrayList<String>(List.of(against + " · " + attack.getKey()));
        try (var _ = Scope.open()) {
          var moved =
              AttackResult.of(
                      attack.getValue(), targets.net(against), targets.pictures(), targets.labels())
                  .moved();
          targets
              .nets()
              .values()
              .forEach(net ->
                  row.add(
                      percent(
                          AttackResult.of(net, targets.pictures(), moved, targets.labels())
                              .accuracy())));
        }
        rows.add(row);
      }
    }
    var header = new ArrayList<String>(List.of(""));
    header.addAll(targets.nets().keySet());
    Exhibits.table(run.part(AdversarialRecipe.NETS), "transfer", header, rows);
  }

  private static String percent(double share) {
    return Text.format("%.1f %%", 100 * share);
  }
}
