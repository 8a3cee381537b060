package profundo.recipes.adversarial;

import java.util.ArrayList;
import java.util.List;
import profundo.base.Text;
import profundo.lab.attack.Attack;
import profundo.lab.attack.AttackResult;
import profundo.lab.attack.Fgsm;
import profundo.lab.attack.Norm;
import profundo.lab.attack.Pgd;
import profundo.lab.attack.Strongest;
import profundo.lab.exhibit.Exhibits;
import profundo.nn.Layer;
import profundo.tensor.Scope;
import profundo.train.Run;

/// How many pictures nets still read right under attacks of any size.
final class Robustness {
  /// Shares of ε; the last point of the curves is 1, black to white.
  private static final double[] SHARES = {0, 1 / 6.0, 1 / 3.0, 0.5, 2 / 3.0, 5 / 6.0, 1, 4 / 3.0};

  /// L2 radii, in shares of ε as well: changes of many pixels add up.
  private static final double[] RADII = {0, 2, 4, 6, 8, 12, 16};

  private static final double ONE = 1;
  private static final double REACH = 2.5;
  private static final int TABLE_STEPS = 40;
  private static final double TABLE_STEP = 1 / 30.0;
  private static final double GOODFELLOW = 0.25;

  private final Run run;
  private final AdversarialRecipe.Settings settings;
  private final Targets targets;
  private final String own;

  /// @param own the name of the net that is meant to hold
  Robustness(Run run, AdversarialRecipe.Settings settings, Targets targets, String own) {
    this.run = run;
    this.settings = settings;
    this.targets = targets;
    this.own = own;
  }

  /// A PGD whose steps reach across its ball and back.
  static Pgd pgd(Norm norm, double epsilon, int steps) {
    return new Pgd(norm, epsilon, steps, REACH * epsilon / steps, true);
  }

  /// The figures of the paper's table, and those of the net that was opened.
  void figures() {
    double epsilon = settings.epsilon;
    var table = Pgd.linf(epsilon, TABLE_STEPS, TABLE_STEP * epsilon);
    var strong = pgd(Norm.LINF, epsilon, settings.attackSteps);
    var robust = targets.net(own);
    run.metric("test.fgsmAccuracy", accuracy(robust, new Fgsm(epsilon), targets));
    run.metric("test.pgdAccuracy", accuracy(robust, table, targets));
    run.metric(
        "test.robustAccuracy",
        accuracy(robust, Strongest.of(new Fgsm(epsilon), table, strong, strong), targets));
    var attacked = run.part(AdversarialRecipe.ATTACKED);
    var net = targets.net(settings.of);
    attacked.metric("test.fgsmError", 1 - accuracy(net, new Fgsm(GOODFELLOW), targets));
    attacked.metric("test.pgdAccuracy", accuracy(net, table, targets));
  }

  /// Accuracy over ε; and whether the curves are those of gradients that can be followed.
  void curves(Targets drawn) {
    var names = List.of(settings.of, own);
    var rows = new ArrayList<List<String>>();
    double lead = Double.POSITIVE_INFINITY;
    double atOne = 0;
    for (double epsilon : sizes(SHARES, true)) {
      var row = new ArrayList<String>(List.of(number(epsilon)));
      for (var name : names) {
        double fgsm = accuracy(drawn.net(name), new Fgsm(epsilon), drawn);
        double pgd =
            accuracy(drawn.net(name), pgd(Norm.LINF, epsilon, settings.attackSteps), drawn);
        lead = Math.min(lead, fgsm - pgd);
        atOne = epsilon == ONE ? Math.max(atOne, pgd) : atOne;
        row.add(number(fgsm));
        row.add(number(pgd));
      }
      rows.add(row);
    }
    var header = new ArrayList<String>(List.of("ε (L∞)"));
    names.forEach(name -> header.addAll(List.of(name + " · FGSM", name + " · PGD")));
    Exhibits.curves(run.part(AdversarialRecipe.NETS), "accuracyOverEpsilon", header, rows);
    run.metric("test.pgdLead", lead);
    run.metric("test.accuracyAtOne", atOne);
  }

  /// The same in L2, by PGD alone.
  void curvesInL2(Targets drawn) {
    var names = List.of(settings.of, own);
    var rows = new ArrayList<List<String>>();
    for (double radius : sizes(RADII, false)) {
      var row = new ArrayList<String>(List.of(number(radius)));
      for (var name : names) {
        var attack = pgd(Norm.L2, radius, settings.attackSteps);
        row.add(number(accuracy(drawn.net(name), attack, drawn)));
      }
      rows.add(row);
    }
    var header = new ArrayList<String>(List.of("ε (L2)"));
    names.forEach(name -> header.add(name + " · PGD"));
    Exhibits.curves(run.part(AdversarialRecipe.NETS), "accuracyOverRadius", header, rows);
  }

  private List<Double> sizes(double[] shares, boolean toOne) {
    var sizes = new ArrayList<Double>();
    for (double share : shares) {
      sizes.add(share * settings.epsilon);
    }
    if (toOne) {
      sizes.removeIf(size -> size >= ONE);
      sizes.add(ONE);
    }
    return sizes;
  }

  static double accuracy(Layer net, Attack attack, Targets on) {
    try (var _ = Scope.open()) {
      return AttackResult.of(attack, net, on.pictures(), on.labels()).accuracy();
    }
  }

  private static String number(double value) {
    return Text.format("%.4f", value);
  }
}
