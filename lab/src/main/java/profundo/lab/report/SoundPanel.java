package profundo.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import profundo.base.Text;
import profundo.lab.exhibit.HeardSound;

/// How a sound is shown: a player, and over its spectrogram a line for each class, which rises
/// where the net hears it. Places are percentages, so that the picture may have any size.
final class SoundPanel {
  /// A class that is never so probable has no line, and no mark.
  private static final double SEEN = 0.05;

  private static final double MARKED = 0.3;
  private static final int CLASS_COLOURS = 10;

  private final PageWords words;

  SoundPanel(PageWords words) {
    this.words = words;
  }

  Map<String, Object> of(String name, HeardSound sound) {
    int blank = sound.classes().size() - 1;
    var lines = new ArrayList<Map<String, Object>>();
    var marks = new ArrayList<Map<String, Object>>();
    for (int at = 0; at <= blank; at++) {
      var line = line(sound, at);
      if (IntStream.range(0, line.length).anyMatch(frame -> line[frame] > SEEN)) {
        lines.add(
            Map.of("points", points(line), "colour", at % CLASS_COLOURS, "isBlank", at == blank));
      }
      if (at != blank) {
        marks.addAll(marks(words.label(sound.classes().get(at)), at % CLASS_COLOURS, line));
      }
    }
    return Map.of(
        "caption",
        sound.spectrogram().captioned(words::label),
        "png",
        sound.spectrogram().png(),
        "wav",
        sound.wav(),
        "seconds",
        Text.format("%.1f", sound.seconds()),
        "lines",
        lines,
        "marks",
        marks,
        "xAxis",
        words.find("axis." + name + ".x").orElse(""),
        "yAxis",
        words.find("axis." + name + ".y").orElse(""));
  }

  private static float[] line(HeardSound sound, int at) {
    var line = new float[sound.probabilities().length];
    for (int frame = 0; frame < line.length; frame++) {
      line[frame] = sound.probabilities()[frame][at];
    }
    return line;
  }

  private static String points(float[] line) {
    return IntStream.range(0, line.length)
        .mapToObj(frame -> Text.format("%.2f,%.1f", place(frame, line), height(line[frame])))
        .collect(Collectors.joining(" "));
  }

  /// The peak of each stretch in which a class is heard, with its name.
  private static List<Map<String, Object>> marks(String label, int colour, float[] line) {
    var marks = new ArrayList<Map<String, Object>>();
    int peak = -1;
    for (int frame = 0; frame <= line.length; frame++) {
      if (frame < line.length && line[frame] > MARKED) {
        peak = peak < 0 || line[frame] > line[peak] ? frame : peak;
      } else if (peak >= 0) {
        marks.add(
            Map.of(
                "label",
                label,
                "colour",
                colour,
                "left",
                Text.format("%.2f", place(peak, line)),
                "top",
                Text.format("%.1f", height(line[peak]))));
        peak = -1;
      }
    }
    return marks;
  }

  private static double place(int frame, float[] line) {
    return 100 * (frame + 0.5) / line.length;
  }

  /// From the top; some room is left above for the marks.
  private static double height(float probability) {
    return 100 - 86 * probability;
  }
}
