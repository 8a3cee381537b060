package profundo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import profundo.lab.Doctor;

@Command(
    name = "doctor",
    description = "What this machine offers, and what is wrong with it.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON array on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var findings = Doctor.examine(System.getenv());
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(findings));
    } else {
      findings.forEach(f -> out.println((f.well() ? "✓ " : "✗ ") + f.sentence()));
    }
    return findings.stream().allMatch(Doctor.Finding::well) ? 0 : Main.FAILED;
  }
}
