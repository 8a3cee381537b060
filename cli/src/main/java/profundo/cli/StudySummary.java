package profundo.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import profundo.base.Text;
import profundo.lab.statistics.Power;
import profundo.lab.statistics.SignFlip;
import profundo.lab.study.Study;
import profundo.lab.study.StudyWords;
import profundo.train.store.RunStore;

/// What the command says of a study before and after its runs.
final class StudySummary {
  private static final int SHORT = 12;

  private final RunStore store;
  private final PrintWriter print;

  StudySummary(RunStore store, PrintWriter print) {
    this.store = store;
    this.print = print;
  }

  /// What is planned.
  void begin(Study study, int workers) {
    var plan = study.plan();
    print.println(
        Words.get(
            "vary.plan",
            study.stored().id(),
            Integer.toString(plan.arms().size()),
            Integer.toString(plan.seeds().size()),
            plan.metric(),
            Integer.toString(workers),
            Integer.toString(plan.threads()),
            study.stored().hash().substring(0, SHORT)));
    int pairs = plan.seeds().size();
    int needed = SignFlip.fewestPairs(Power.LEVEL, plan.comparisons());
    if (pairs < needed) {
      print.println(
          Words.get(
              "vary.few",
              words(study).pairs(pairs),
              Text.format("%.4f", Math.min(1, plan.comparisons() * SignFlip.least(pairs))),
              Integer.toString(needed)));
    }
    print.flush();
  }

  /// What came of it.
  void end(Study study) {
    var words = words(study);
    print.print(pairs(study));
    for (var contrast : study.contrasts()) {
      print.println();
      print.println(words.sentence(contrast));
      words.carries(study, contrast).ifPresent(print::println);
      words.superiority(contrast).ifPresent(print::println);
      print.println(words.unseen(contrast));
    }
    print.println();
    for (var failure : study.failures()) {
      print.println(Words.get("vary.failed", failure.arm(), failure.seedList(), failure.note()));
    }
  }

  /// A line for each seed, a column for each arm.
  private static Table pairs(Study study) {
    var table = new Table();
    var header = new ArrayList<>(List.of(study.plan().metric()));
    study.plan().arms().forEach(arm -> header.add(arm.name()));
    table.row(header);
    for (var seed : study.plan().seeds()) {
      var row = new ArrayList<>(List.of(Words.get("vary.seed", Long.toString(seed))));
      for (var arm : study.plan().arms()) {
        var figure = study.figure(arm, seed);
        row.add(figure.isPresent() ? Words.number(figure.getAsDouble()) : "–");
      }
      table.row(row);
    }
    return table;
  }

  private StudyWords words(Study study) {
    return StudyWords.of(store, study, Text.language());
  }
}
