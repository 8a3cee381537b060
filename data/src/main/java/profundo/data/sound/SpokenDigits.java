package profundo.data.sound;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.Dataset;
import profundo.data.TensorDataset;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.data.source.Archive;
import profundo.data.source.Catalogue;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Recordings of spoken digits, each with who said it and at which take.
public final class SpokenDigits {
  private static final Pattern NAME = Pattern.compile("(?:.*/)?(\\d)_([^/_]+)_(\\d{1,6})\\.wav");
  private static final int TEST_TAKES = 5;
  private static final int TOGETHER = 256;
  private static final int MOST_TOGETHER = 1 << 28;

  private final List<Clip> clips;
  private final Origin origin;

  /// A recording.
  ///
  /// @param samples `[length]`, −1 to 1
  /// @param rate samples a second
  /// @param digit what is said, 0 to 9
  /// @param speaker who says it
  /// @param take which of the speaker's recordings of this digit it is, from 0
  public record Clip(Tensor samples, int rate, int digit, String speaker, int take) {}

  /// Recordings to learn from and others to measure on.
  public record Split(List<Clip> train, List<Clip> test) {
    /// What is learnt from, split by its makers' rule: of each speaker and digit the takes 0 to 4
    /// are held back.
    public Split heldBack() {
      return SpokenDigits.split(train, clip -> clip.take() < TEST_TAKES);
    }
  }

  private SpokenDigits(List<Clip> clips, Origin origin) {
    this.clips = List.copyOf(clips);
    this.origin = origin;
  }

  /// The Free Spoken Digit Dataset (Jackson 2018): 3,000 recordings at 8 kHz, 50 takes of each
  /// digit by each of six speakers.
  ///
  /// @throws DataException if no source has it
  public static SpokenDigits fsdd(Sources sources) {
    Given.require("sources", sources);
    var entry = Catalogue.entry("fsdd");
    var fetched = sources.require(entry);
    var archive = fetched.file();
    var clips = clips(archive);
    return new SpokenDigits(clips, new Origin(entry.name(), fetched.source(), clips.size()));
  }

  /// An archive of one's own with files named as `7_ana_0.wav`: digit, speaker, take.
  ///
  /// @throws DataException if it cannot be read, holds none, or one is no sound of one channel
  public static SpokenDigits read(Path archive) {
    Given.require("archive", archive);
    var clips = clips(archive);
    return new SpokenDigits(
        clips, new Origin(archive.toString(), Origin.Source.FOLDER, clips.size()));
  }

  /// Recordings from elsewhere.
  public static SpokenDigits of(List<Clip> clips, Origin origin) {
    return new SpokenDigits(Given.require("clips", clips), Given.require("origin", origin));
  }

  /// All recordings, by digit, speaker and take.
  public List<Clip> clips() {
    return clips;
  }

  /// The speakers, in alphabetical order.
  public List<String> speakers() {
    return clips.stream().map(Clip::speaker).distinct().sorted().toList();
  }

  /// Its makers' split: takes 0 to 4 are the test. Every speaker is on both sides.
  public Split official() {
    return split(clips, clip -> clip.take() < TEST_TAKES);
  }

  /// All that one speaker says is the test, and the others are learnt from.
  ///
  /// @throws DataException if there is no such speaker
  public Split without(String speaker) {
    Given.require("speaker", speaker);
    if (!speakers().contains(speaker)) {
      throw Refusal.of("noSpeaker", origin.name(), speaker, String.join(", ", speakers()));
    }
    return split(clips, clip -> clip.speaker().equals(speaker));
  }

  /// Where they came from; `samples` counts the recordings.
  public Origin origin() {
    return origin;
  }

  /// The first frames of each recording, as pictures of sound `[1, bands, frames]` and labels. What
  /// is shorter is followed by silence.
  public static Dataset features(List<Clip> clips, LogMel mel, int frames) {
    Given.require("clips", clips);
    Given.require("mel", mel);
    try (var _ = Scope.open()) {
      var features = new ArrayList<Tensor>();
      for (int from = 0; from < clips.size(); from += TOGETHER) {
        var some = clips.subList(from, Math.min(clips.size(), from + TOGETHER));
        features.add(mel.of(rows(some, mel.samples(frames))).unsqueeze(1));
      }
      var labels = clips.stream().mapToLong(Clip::digit).toArray();
      return new TensorDataset(Tensors.cat(0, features.toArray(Tensor[]::new)), Tensor.of(labels));
    }
  }

  private static Tensor rows(List<Clip> clips, int length) {
    int size = Ranges.require("samples together", (long) clips.size() * length, 0, MOST_TOGETHER);
    var rows = new float[size];
    for (int i = 0; i < clips.size(); i++) {
      var samples = clips.get(i).samples().toFloatArray();
      System.arraycopy(samples, 0, rows, i * length, Math.min(samples.length, length));
    }
    return Tensor.of(rows, clips.size(), length);
  }

  private static Split split(List<Clip> clips, Predicate<Clip> tested) {
    return new Split(
        clips.stream().filter(tested.negate()).toList(), clips.stream().filter(tested).toList());
  }

  private static List<Clip> clips(Path archive) {
    var files = Archive.read(archive, name -> NAME.matcher(name).matches());
    try (var _ = Scope.open()) {
      return files.entrySet().stream()
          .map(file -> clip(file.getKey(), file.getValue(), archive + "/" + file.getKey()))
          .sorted(
              java.util.Comparator.comparingInt(Clip::digit)
                  .thenComparing(Clip::speaker)
                  .thenComparingInt(Clip::take))
          .toList();
    }
  }

  private static Clip clip(String file, byte[] bytes, String name) {
    var parts = NAME.matcher(file);
    var sound = Wav.read(new ByteArrayInputStream(bytes), name);
    if (!parts.matches() || sound.samples().size(0) != 1) {
      throw Refusal.of("notMono", name, sound.samples().size(0));
    }
    return new Clip(
        Scope.release(sound.samples().select(0, 0)),
        sound.rate(),
        Integer.parseInt(parts.group(1)),
        parts.group(2),
        Integer.parseInt(parts.group(3)));
  }
}
