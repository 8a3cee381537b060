package profundo.train.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.base.Text;
import profundo.train.TrainException;

class ProgressTest {
  private static final long MILLI = 1_000_000;
  private static final Text TEXT = Text.of(TrainException.class);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, UTF_8);
  private long now = -5 * MILLI;
  private int asked;

  @Test
  void theLiveLineIsDrawnAtMostTenTimesASecond() {
    try (var progress = new LiveLine(err, () -> now, () -> 200)) {
      train(progress, 1, 5000, MILLI);
      assertThat(text().split("\r", -1)).hasSizeBetween(49, 52);
      assertThat(asked).isBetween(48, 51);
      assertThat(text()).doesNotContain("\n");
    }
    assertThat(text()).endsWith("\r\033[K");
  }

  @Test
  void theLiveLineSaysWhereTheTrainingIs() {
    try (var progress = new LiveLine(err, () -> now, () -> 200)) {
      train(progress, 2, 1000, 10 * MILLI);
      var last = text().substring(text().lastIndexOf('\r'));
      assertThat(last)
          .contains(TEXT.get("progress.epoch", "2/2"))
          .contains(TEXT.get("progress.step", "1000/1000"))
          .contains(TEXT.get("progress.loss", "0.2500"))
          .contains("validation.accuracy 0.9000")
          .contains(TEXT.get("progress.rate", "6400"))
          .contains(TEXT.get("progress.left", "0:00"));
      assertThat(text()).contains(TEXT.get("progress.left", "0:10"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 20, 40, 60, 80, 120})
  void theLiveLineNeverReachesTheTerminalsEdge(int width) {
    try (var progress = new LiveLine(err, () -> now, () -> width)) {
      train(progress, 2, 300, 10 * MILLI);
      for (var drawing : text().split("\r\033\\[\\?7l", -1)) {
        var line = drawing.replaceAll("\033\\[[?0-9]*[a-zA-Z][\\s\\S]*", "");
        assertThat(line.length()).isLessThan(Math.max(width, 2));
      }
    }
  }

  @Test
  void anEpochsLineStaysAboveTheLiveLine() {
    try (var progress = new LiveLine(err, () -> now, () -> 200)) {
      train(progress, 1, 100, 10 * MILLI);
      progress.endEpoch(0, Map.of("validation.accuracy", 0.5));
      assertThat(text())
          .containsPattern("\r\033\\[K[^\r\n]*validation.accuracy 0.5000  0:01\\R\r\033\\[\\?7l");
    }
  }

  @Test
  void plainLinesComeAtEachEpochsEndAndEveryHalfMinuteOfAnEpoch() {
    try (var progress = new PlainLines(err, () -> now)) {
      train(progress, 3, 2500, 10 * MILLI);
      assertThat(text().lines())
          .hasSize(3)
          .allMatch(line -> line.contains("validation.accuracy 0.9000  0:25"));
      train(progress, 1, 2500, 50 * MILLI);
      assertThat(text().lines()).hasSize(3 + 4);
      assertThat(text()).doesNotContain("\r").doesNotContain("\033");
    }
  }

  @Test
  void quietSaysNothing() {
    try (var progress = Progress.of(err, true, Progress.Mode.QUIET)) {
      train(progress, 1, 100, 1000 * MILLI);
      progress.say("hello");
      assertThat(text()).isEmpty();
      assertThat(asked).isZero();
    }
  }

  @Test
  void theModeAndTheTerminalChooseTheProgress() {
    assertThat(Progress.of(err, true, Progress.Mode.AUTO)).isInstanceOf(LiveLine.class);
    assertThat(Progress.of(err, false, Progress.Mode.AUTO)).isInstanceOf(PlainLines.class);
    assertThat(Progress.of(err, true, Progress.Mode.PLAIN)).isInstanceOf(PlainLines.class);
    assertThat(Progress.of(err, true, Progress.Mode.QUIET)).isInstanceOf(Quiet.class);
  }

  @Test
  void aResumedTrainingReckonsTheTimeLeftFromItsOwnSteps() {
    try (var progress = new PlainLines(err, () -> now)) {
      progress.start(10, 1000);
      for (var step = 1; step <= 500; step++) {
        now += 60 * MILLI;
        progress.step(9, step, 64, () -> 1);
      }
      assertThat(text()).contains(TEXT.get("progress.left", "0:30"));
    }
  }

  @Test
  void thePaceFollowsAChangeWithoutJumping() {
    var pace = new Pace();
    pace.start(0);
    pace.tell(1000 * MILLI, 10, 100);
    assertThat(pace.samplesPerSecond()).isEqualTo(100);
    pace.tell(1100 * MILLI, 21, 1100);
    assertThat(pace.samplesPerSecond()).isBetween(100.0, 300.0);
    for (var i = 1; i <= 1000; i++) {
      pace.tell((1100 + i * 100L) * MILLI, 21 + i, 1100 + i * 1000L);
    }
    assertThat(pace.samplesPerSecond()).isBetween(9990.0, 10010.0);
    assertThat(pace.secondsFor(50)).isBetween(4.9, 5.1);
    pace.start(now);
    assertThat(new Pace().secondsFor(5)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0.12345, 0.1235",
    "0, 0.0000",
    "0.000012, 1.200e-05",
    "-3.5, -3.5000",
    "1234567, 1.235e+06",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void figuresAreShort(double value, String shown) {
    assertThat(ProgressText.figure(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "59.6, 1:00", "3599, 59:59", "3600, 1:00:00", "360000, 100:00:00"})
  void durationsReadAsAClock(double seconds, String shown) {
    assertThat(ProgressText.duration(seconds)).isEqualTo(shown);
  }

  @Test
  void aTerminalIsWhatTheKernelCallsOne(@TempDir Path folder) throws IOException {
    for (var name : List.of("/dev/pts/3", "/dev/tty1", "/dev/tty", "/dev/console")) {
      var link = Files.createSymbolicLink(folder.resolve("l" + name.length()), Path.of(name));
      assertThat(Terminal.isDevice(link)).as(name).isTrue();
    }
    for (var name : List.of("pipe:[123]", "/dev/null", "/home/ana/log.txt", "/tmp/dev/pts/3x")) {
      var link = Files.createSymbolicLink(folder.resolve("n" + name.length()), Path.of(name));
      assertThat(Terminal.isDevice(link)).as(name).isFalse();
    }
    assertThat(Terminal.canMove(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.canMove(Map.of())).isFalse();
    assertThat(Terminal.canMove(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.width()).isPositive();
  }

  @Test
  void everySentenceIsThereInEnglishAndSpanish() {
    var english = ResourceBundle.getBundle("profundo.train.messages", Locale.ROOT);
    var spanish = ResourceBundle.getBundle("profundo.train.messages", Locale.of("es"));
    for (var key : english.keySet()) {
      assertThat(spanish.getString(key)).as(key).isNotEqualTo(english.getString(key));
      for (var argument : List.of("{0}", "{1}", "{2}")) {
        assertThat(spanish.getString(key).contains(argument))
            .as(key)
            .isEqualTo(english.getString(key).contains(argument));
      }
    }
    assertThat(spanish.keySet()).isEqualTo(english.keySet());
  }

  private void train(Progress progress, int epochs, int steps, long nanosPerStep) {
    progress.start(epochs, steps);
    for (var epoch = 0; epoch < epochs; epoch++) {
      for (var step = 1; step <= steps; step++) {
        now += nanosPerStep;
        progress.step(
            epoch,
            step,
            64,
            () -> {
              asked++;
              return 0.25;
            });
      }
      if (epochs > 1) {
        progress.endEpoch(epoch, Map.of("validation.accuracy", 0.9));
      }
    }
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
