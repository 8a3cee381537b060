package profundo.recipes.adversarial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.base.Text;
import profundo.lab.attack.Attack;
import profundo.lab.attack.AttackResult;
import profundo.lab.attack.DeepFool;
import profundo.lab.attack.Fgsm;
import profundo.lab.attack.Norm;
import profundo.lab.exhibit.Exhibits;
import profundo.lab.exhibit.Gallery;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;

/// Pictures before and after each attack, with the change between them enlarged.
final class MovedPictures {
  private static final long SHOWN = 6;
  private static final double L2_SHARE = 8;
  private static final double SMALLEST = 1e-6;

  private MovedPictures() {}

  /// Shows the first pictures under each attack against one net.
  ///
  /// @param name of the exhibit
  static void gallery(
      Run run, String name, AdversarialRecipe.Settings settings, Targets targets, String net) {
    var gallery = new Gallery();
    attacks(settings)
        .forEach((attack, how) -> {
          try (var _ = Scope.open()) {
            var some = targets.first(SHOWN);
            var result = AttackResult.of(how, some.net(net), some.pictures(), some.labels());
            for (long i = 0; i < some.pictures().size(0); i++) {
              gallery.add(
                  triple(result, i),
                  attack + ": {0}" + said(result.before(), i) + " → {1}" + said(result.after(), i),
                  label(result.before(), some.classes(), i),
                  label(result.after(), some.classes(), i));
            }
          }
        });
    Exhibits.gallery(run, name, gallery);
  }

  private static Map<String, Attack> attacks(AdversarialRecipe.Settings settings) {
    double epsilon = settings.epsilon;
    var attacks = new LinkedHashMap<String, Attack>();
    attacks.put("FGSM", new Fgsm(epsilon));
    attacks.put("PGD L∞", Robustness.pgd(Norm.LINF, epsilon, settings.attackSteps));
    attacks.put("PGD L2", Robustness.pgd(Norm.L2, L2_SHARE * epsilon, settings.attackSteps));
    attacks.put("DeepFool", new DeepFool());
    attacks.put("Carlini–Wagner", SmallestChanges.carliniWagner(settings.searchSteps));
    return attacks;
  }

  /// The clean picture over the moved one over their difference, stretched to the whole range.
  private static Tensor triple(AttackResult result, long i) {
    var clean = result.pictures().select(0, i);
    var moved = result.moved().select(0, i);
    var change = moved.sub(clean);
    double most = Math.max(SMALLEST, change.abs().max().item());
    return Tensor.cat(1, clean, moved, change.div(2 * most).add(0.5)).cpu();
  }

  private static String said(Tensor scores, long i) {
    return Text.format(" (%.0f %%)", 100 * scores.select(0, i).softmax(0).max().item());
  }

  private static String label(Tensor scores, List<String> classes, long i) {
    return classes.get((int) scores.select(0, i).argmax(0).itemLong());
  }
}
