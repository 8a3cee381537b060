package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program of one file opens a trained net and moves its input by the gradient.
class FastGradientTest {
  private static final Pattern LINE = Pattern.compile("epsilon ([\\d.]+): ([\\d.]+) % right");

  @TempDir Path folder;

  @Test
  void aLargerStepAgainstTheNetLeavesFewerDigitsRead() throws Exception {
    var trained = new Command(folder).run("run", "lenet5", "--scale", "smoke");
    assertThat(trained.status()).as(trained.err()).isZero();
    var environment = Map.of("PROFUNDO_HOME", folder.toString(), "PROFUNDO_OFFLINE", "1");
    var said = Example.run("FastGradient.java", environment, "", Path.of("lenet5"));
    var lines = LINE.matcher(said).results().map(line -> Double.valueOf(line.group(2))).toList();
    assertThat(lines).as(said).hasSize(5);
    assertThat(lines.getFirst()).isGreaterThan(50);
    assertThat(lines.getLast()).isLessThan(lines.getFirst() / 2);
  }
}
