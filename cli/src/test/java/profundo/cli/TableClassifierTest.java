package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example program runs as it stands, and learns.
class TableClassifierTest {
  private static final Pattern TEST =
      Pattern.compile("test: ([\\d.]+) % right, AUC ([\\d.]+) of (\\d+) rows");

  @TempDir Path folder;

  /// A table in scikit-learn's form: two clouds of points, far apart.
  @Test
  void itTellsTwoCloudsApart() throws Exception {
    var random = new Random(1);
    var text = new StringBuilder("100,3,far,near\n");
    for (int i = 0; i < 100; i++) {
      for (int column = 0; column < 3; column++) {
        double centre = i % 2 == 0 ? 10 : 0;
        text.append(String.format(Locale.ROOT, "%.3f,", centre + random.nextGaussian()));
      }
      text.append(i % 2).append('\n');
    }
    var said =
        Example.run(
            "TableClassifier.java", "", Files.writeString(folder.resolve("clouds.csv"), text));
    assertThat(said).contains("test: 100.0 % right, AUC 1.0000 of 20 rows");
    assertThat(said)
        .containsPattern("A radius of -?[\\d.]+, and so on, is taken for (far|near)\\.");
  }

  @Test
  void itTellsTumoursApart() throws Exception {
    var mirror = System.getenv().getOrDefault("PROFUNDO_MIRROR", "");
    if (mirror.isEmpty()) {
      System.err.println("Skipped for want of PROFUNDO_MIRROR: a test on real data.");
    }
    assumeTrue(!mirror.isEmpty(), "PROFUNDO_MIRROR is not set");
    var said =
        Example.run("TableClassifier.java", "", Path.of(mirror, "tabular", "breast_cancer.csv"));
    var test = TEST.matcher(said);
    assertThat(test.find()).as(said).isTrue();
    assertThat(Double.parseDouble(test.group(1))).isGreaterThan(92);
    assertThat(Double.parseDouble(test.group(2))).isGreaterThan(0.97);
    assertThat(test.group(3)).isEqualTo("114");
  }
}
