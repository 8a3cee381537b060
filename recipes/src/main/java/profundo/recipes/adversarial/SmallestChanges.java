package profundo.recipes.adversarial;

import java.util.ArrayList;
import java.util.List;
import profundo.base.Text;
import profundo.lab.attack.Attack;
import profundo.lab.attack.AttackResult;
import profundo.lab.attack.CarliniWagner;
import profundo.lab.attack.DeepFool;
import profundo.lab.attack.Norm;
import profundo.lab.exhibit.Exhibits;
import profundo.tensor.Scope;
import profundo.train.Run;

/// How far, in L2, the nearest pictures lie that a net misreads.
final class SmallestChanges {
  private SmallestChanges() {}

  static CarliniWagner carliniWagner(int steps) {
    return new CarliniWagner(0, 6, steps, 0.05, 1);
  }

  /// A row for each net: its mean distances by both searches.
  static void table(
      Run run, AdversarialRecipe.Settings settings, Targets targets, List<String> names) {
    var rows = new ArrayList<List<String>>();
    for (var name : names) {
      double deepFool = distance(new DeepFool(), targets, name);
      double carliniWagner = distance(carliniWagner(settings.searchSteps), targets, name);
      rows.add(List.of(name, Text.format("%.2f", deepFool), Text.format("%.2f", carliniWagner)));
      var part = name.equals(settings.of) ? run.part(AdversarialRecipe.ATTACKED) : run;
      part.metric("test.deepFoolDistance", deepFool);
      part.metric("test.carliniWagnerDistance", carliniWagner);
    }
    Exhibits.table(
        run.part(AdversarialRecipe.NETS),
        "distances",
        List.of("", "DeepFool", "Carlini–Wagner"),
        rows);
  }

  private static double distance(Attack attack, Targets targets, String name) {
    try (var _ = Scope.open()) {
      return AttackResult.of(attack, targets.net(name), targets.pictures(), targets.labels())
          .meanSize(Norm.L2);
    }
  }
}
