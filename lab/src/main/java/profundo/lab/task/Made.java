package profundo.lab.task;

import java.util.ArrayList;
import java.util.List;
import profundo.data.image.Images;
import profundo.data.image.LabelledImages;
import profundo.data.sound.SpokenDigits;
import profundo.data.source.Origin;
import profundo.data.text.Corpus;
import profundo.data.text.SentencePairs;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Data by rule, where a smoke run has none that ships with Profundo: for tests of the code and not
/// of the model. It is marked as synthetic.
public final class Made {
  public static final String SENTENCES = "made sentences";
  public static final String SOUNDS = "made sounds";
  public static final String PICTURES = "made pictures";

  /// The kinds of the pictures, which are nothing in the world.
  public static final List<String> KINDS =
      List.of("A", "B", "C", "D", "E", "F", "G", "H", "I", "J");

  private static final int CLASSES = KINDS.size();
  private static final List<String> SPEAKERS = List.of("A", "B", "C");
  private static final int TAKES = 10;
  private static final int RATE = 8000;
  private static final double[] LOW = {941, 697, 697, 697, 770, 770, 770, 852, 852, 852};
  private static final double[] HIGH = {1336, 1209, 1336, 1477, 1209, 1336, 1477, 1209, 1336, 1477};
  private static final long SEED = 20_161_031;

  private Made() {}

  /// Sentences of three parts.
  public static Corpus text() {
    var who = List.of("the cat", "a dog", "the old queen", "my son");
    var does = List.of("sees", "follows", "does not hear");
    var text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      int n = i * 7 + i / 5;
      text.append(who.get(n % 4)).append(' ').append(does.get(n % 3)).append(' ');
      text.append(who.get((n / 3) % 4)).append(".\n");
    }
    return Corpus.of(text.toString(), origin(SENTENCES, text.length()));
  }

  /// German sentences of two parts and their translations.
  public static SentencePairs.Splits pairs() {
    var who = List.of("der Hund", "die Frau", "ein Kind", "das Pferd");
    var whom = List.of("the dog", "the woman", "a child", "the horse");
    var does = List.of("läuft", "schläft", "singt");
    var did = List.of("runs", "sleeps", "sings");
    var german = new ArrayList<String>();
    var english = new ArrayList<String>();
    for (int i = 0; i < 240; i++) {
      german.add(who.get(i % 4) + " " + does.get(i % 3) + " .");
      english.add(whom.get(i % 4) + " " + did.get(i % 3) + " .");
    }
    var few = new SentencePairs(german.subList(0, 12), english.subList(0, 12));
    return new SentencePairs.Splits(
        new SentencePairs(german, english), few, few, origin(SENTENCES, german.size()));
  }

  /// "Digits" of two tones each, as a telephone's keys give them (ITU-T Q.23), by three speakers
  /// whose voices differ in height and speed.
  public static SpokenDigits sounds() {
    var clips = new ArrayList<SpokenDigits.Clip>();
    for (int speaker = 0; speaker < SPEAKERS.size(); speaker++) {
      double height = 1 + 0.04 * (speaker - 1);
      for (int digit = 0; digit < CLASSES; digit++) {
        for (int take = 0; take < TAKES; take++) {
          int samples = (int) ((800 + 40 * take) / height);
          var tones = tones(LOW[digit] * height, HIGH[digit] * height, samples);
          clips.add(new SpokenDigits.Clip(tones, RATE, digit, SPEAKERS.get(speaker), take));
        }
      }
    }
    return SpokenDigits.of(clips, origin(SOUNDS, clips.size()));
  }

  private static Tensor tones(double low, double high, int samples) {
    var sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      double turn = 2 * Math.PI * i / RATE;
      sound[i] = (float) (0.2 * Math.sin(low * turn) + 0.2 * Math.sin(high * turn));
    }
    return Scope.release(Tensor.of(sound));
  }

  /// Pictures of ten kinds, `[3, 32, 32]`: each kind has a colour and stripes of a width of its
  /// own, under noise.
  public static LabelledImages pictures(int train, int test) {
    try (var _ = Scope.open()) {
      return Rng.during(
          SEED,
          () -> {
            var colours = Tensors.rand(CLASSES, 3, 1, 1);
            return new LabelledImages(
                striped(colours, train), striped(colours, test), origin(PICTURES, train));
          });
    }
  }

  private static Images striped(Tensor colours, int count) {
    var kinds = Tensor.arange(count).remainder(CLASSES);
    var widths = kinds.add(2).to(DType.FLOAT32).reshape(count, 1, 1, 1);
    var stripes = Tensor.arange(32).to(DType.FLOAT32).reshape(1, 1, 1, 32).div(widths).mul(3).sin();
    var noise = Tensors.rand(count, 3, 32, 32);
    var pictures = colours.indexSelect(0, kinds).add(stripes).add(2).add(noise).div(5).mul(255);
    return new Images(pictures.to(DType.UINT8), kinds, o -> {});
  }

  private static Origin origin(String name, int samples) {
    return new Origin(name, Origin.Source.SYNTHETIC, samples);
  }
}
