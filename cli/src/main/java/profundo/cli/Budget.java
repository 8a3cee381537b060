package profundo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import profundo.base.Decimal;
import profundo.base.ProfundoException;
import profundo.base.Text;
import profundo.lab.UsageException;
import profundo.lab.study.Arm;
import profundo.lab.study.StudyPlan;
import profundo.train.progress.Progress;

/// How much time there is for a study.
///
/// @param seconds the time
record Budget(double seconds) {
  private static final Pattern TIME = Pattern.compile("([\\d.]+)([smh])");

  /// The time that a text such as `30m` says.
  ///
  /// @throws UsageException if it says none
  static Budget parse(String text) {
    var parts = TIME.matcher(text);
    if (!parts.matches() || Decimal.of(parts.group(1)).isEmpty()) {
      throw new UsageException("budget", text);
    }
    double unit =
        switch (parts.group(2)) {
          case "h" -> 3600;
          case "m" -> 60;
          default -> 1;
        };
    return new Budget(Decimal.of(parts.group(1)).getAsDouble() * unit);
  }

  /// Measures each arm as it will run, as many at once, and refuses a plan that takes longer.
  ///
  /// @throws UsageException if it does
  void require(StudyPlan plan, int workers, PrintWriter err) {
    err.println(Words.get("vary.measures"));
    err.flush();
    double each =
        plan.arms().stream().mapToDouble(arm -> measured(plan, arm, workers)).average().orElse(0);
    int runs = plan.arms().size() * plan.seeds().size();
    double all = each * Math.ceilDiv(runs, workers);
    var words =
        new Object[] {
          Integer.toString(runs),
          Progress.duration(each),
          Integer.toString(workers),
          Progress.duration(all),
          Progress.duration(seconds)
        };
    if (all > seconds) {
      throw new UsageException(Text.of(Budget.class), "vary.tooLong", words);
    }
    err.println(Words.get("vary.fits", words));
  }

  private static double measured(StudyPlan plan, Arm arm, int workers) {
    try {
      var started = new ArrayList<Process>();
      for (int i = 0; i < workers; i++) {
        var process =
            new ProcessBuilder(OwnProgram.command("worker", "--pilot", arm.name())).start();
        started.add(process);
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
          in.write(plan.json());
        }
      }
      double slowest = 0;
      for (var process : started) {
        slowest = Math.max(slowest, seconds(process));
      }
      return slowest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Process process) throws IOException {
    List<String> said;
    List<String> complaints;
    try (var out = process.inputReader(StandardCharsets.UTF_8);
        var err = process.errorReader(StandardCharsets.UTF_8)) {
      said = out.lines().toList();
      complaints = err.lines().toList();
    }
    if (said.isEmpty() || Decimal.of(said.getLast()).isEmpty()) {
      var last = complaints.isEmpty() ? "" : complaints.getLast();
      throw new ProfundoException(Words.get("vary.pilotFailed", last));
    }
    return Double.parseDouble(said.getLast());
  }
}
