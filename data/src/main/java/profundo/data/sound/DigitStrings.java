package profundo.data.sound;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.data.Field;
import profundo.data.SequenceDataset;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.tensor.DType;
import profundo.tensor.Shape;

/// Strings of spoken digits: recordings of one speaker joined into one sound, with pauses between
/// them. Which, is drawn from the bits that a sample is read with: a loader that shuffles draws
/// others in each epoch, and one that is read at epoch 0 alone has always the same.
///
/// The fields are `sound` `[samples]`, −1 to 1, and `digits` `[digits]`, each a sequence.
public final class DigitStrings implements SequenceDataset {
  private static final int SOUND = 0;

  private final List<List<float[]>> sounds = new ArrayList<>();
  private final List<int[]> digits = new ArrayList<>();
  private final DigitStringOptions options;
  private final long size;
  private final int rate;

  /// What is drawn for one sample.
  ///
  /// @param from where each recording begins in the sound
  /// @param speed how many samples of a recording pass in one of the sound
  private record Drawn(
      int speaker, int[] recordings, int[] from, double speed, int length, SplittableRandom rest) {}

  /// So many strings in an epoch.
  ///
  /// @param clips the recordings, all of one rate
  /// @throws DataException if there are none, or their rates differ
  public DigitStrings(
      List<SpokenDigits.Clip> clips, long size, Consumer<DigitStringOptions> choose) {
    Given.require("clips", clips);
    this.options = DigitStringOptions.of(choose);
    this.size = Ranges.require("size", size, 1, Integer.MAX_VALUE);
    if (clips.isEmpty()) {
      throw Refusal.of("tooSmall", "recordings", 0, 1);
    }
    rate = Ranges.positive("rate", clips.getFirst().rate());
    var speakers = new TreeMap<String, List<SpokenDigits.Clip>>();
    for (var clip : clips) {
      if (clip.rate() != rate) {
        throw Refusal.of("otherRate", clip.digit() + "_" + clip.speaker(), clip.rate(), rate);
      }
      speakers.computeIfAbsent(clip.speaker(), _ -> new ArrayList<>()).add(clip);
    }
    for (var own : speakers.values()) {
      sounds.add(own.stream().map(clip -> clip.samples().toFloatArray()).toList());
      digits.add(own.stream().mapToInt(SpokenDigits.Clip::digit).toArray());
    }
  }

  /// Samples a second.
  public int rate() {
    return rate;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public List<Field> fields() {
    return List.of(
        Field.sequence("sound", DType.FLOAT32, Shape.of()),
        Field.sequence("digits", DType.INT64, Shape.of()));
  }

  @Override
  public int length(long index, int field, long random) {
    var drawn = drawn(random);
    return field == SOUND ? drawn.length() : drawn.recordings().length;
  }

  @Override
  public void read(long index, MemorySegment[] into, long random) {
    Given.require("into", into);
    var drawn = drawn(random);
    requireRoom(into, drawn);
    var sound = new float[drawn.length()];
    for (int i = 0; i < drawn.recordings().length; i++) {
      int recording = drawn.recordings()[i];
      resample(sounds.get(drawn.speaker()).get(recording), drawn.speed(), sound, drawn.from()[i]);
      into[1].setAtIndex(ValueLayout.JAVA_LONG, i, digits.get(drawn.speaker())[recording]);
    }
    addNoise(sound, drawn.rest());
    MemorySegment.copy(sound, 0, into[0], ValueLayout.JAVA_FLOAT, 0, sound.length);
  }

  private static void requireRoom(MemorySegment[] into, Drawn drawn) {
    long sound = (long) Float.BYTES * drawn.length();
    long digits = (long) Long.BYTES * drawn.recordings().length;
    if (into.length != 2 || into[0].byteSize() < sound || into[1].byteSize() < digits) {
      throw new ProfundoException(
          "into must have "
              + sound
              + " bytes for the sound and "
              + digits
              + " for the digits: a Loader gives a sample such room.");
    }
  }

  private Drawn drawn(long bits) {
    var random = new SplittableRandom(bits);
    int speaker = random.nextInt(sounds.size());
    var own = sounds.get(speaker);
    double speed = 1 + options.speed * (2 * random.nextDouble() - 1);
    var recordings = new int[random.nextInt(options.fewest, options.most + 1)];
    var from = new int[recordings.length];
    int at = pause(random);
    for (int i = 0; i < recordings.length; i++) {
      recordings[i] = random.nextInt(own.size());
      from[i] = at;
      at += resampled(own.get(recordings[i]).length, speed) + pause(random);
    }
    return new Drawn(speaker, recordings, from, speed, at, random);
  }

  /// From a quarter of the longest pause to all of it.
  private int pause(SplittableRandom random) {
    return (int) (rate * options.pause * (0.25 + 0.75 * random.nextDouble()));
  }

  private void addNoise(float[] sound, SplittableRandom random) {
    if (options.noise == 0) {
      return;
    }
    double loudness = options.noise * Math.pow(10, -2 * random.nextDouble());
    for (int i = 0; i < sound.length; i++) {
      sound[i] += (float) (loudness * random.nextGaussian());
    }
  }

  private static int resampled(int length, double speed) {
    return (int) (length / speed);
  }

  /// Between two samples the line that joins them.
  private static void resample(float[] from, double speed, float[] into, int at) {
    int length = resampled(from.length, speed);
    for (int i = 0; i < length; i++) {
      double place = i * speed;
      int before = (int) place;
      float next = from[Math.min(before + 1, from.length - 1)];
      into[at + i] = (float) (from[before] + (place - before) * (next - from[before]));
    }
  }
}
