package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import profundo.data.image.Cifar;
import profundo.data.image.Idx;
import profundo.data.image.ImageFile;
import profundo.data.image.OneShotRun;
import profundo.data.sound.Wav;
import profundo.data.source.Archive;
import profundo.data.source.Origin;
import profundo.data.table.Features;
import profundo.data.table.Table;
import profundo.data.text.Corpus;
import profundo.data.text.SentencePairs;
import profundo.data.text.Tokenizer;
import profundo.data.text.WordCorpus;
import profundo.tensor.Scope;

/// Whatever bytes a file has, it is read so that it could be written again, or refused in one
/// sentence that names it. `ParsersTestInputs` has real, damaged and formerly harmful ones. To look
/// for more of the last kind: `JAZZER_FUZZ=1 ./profundo mvn -pl data -am test -Djazzer.hooks=true
/// -Dtest=ParsersTest#idx`.
class ParsersTest {
  private static final String NAME = "fuzz";

  /// Before what is written again, so that a text that begins with one itself keeps it.
  private static final String MARK = "\uFEFF";

  private static Path folder = Path.of("");

  @BeforeAll
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory(NAME);
  }

  @AfterAll
  static void deleteFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void readOrRefused(Reading reading) throws IOException {
    try (var _ = Scope.open()) {
      reading.run();
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(NAME).endsWith(".").doesNotContain("\n");
    }
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @FuzzTest(maxDuration = "1m")
  void idx(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var tensor = Idx.read(new ByteArrayInputStream(bytes), NAME);
      var sizes = tensor.shape().toArray();
      var written = ByteBuffer.allocate(4 + 4 * sizes.length + (int) tensor.numel());
      written.putInt(0x0800 | sizes.length);
      for (long size : sizes) {
        written.putInt((int) size);
      }
      written.put(tensor.toByteArray());
      assertThat(written.array()).isEqualTo(unpacked(bytes));
    });
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    boolean packed = bytes[0] == 0x1f;
    return packed ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
  }

  @FuzzTest(maxDuration = "1m")
  void picture(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var pixels = ImageFile.read(bytes, NAME);
      int height = (int) pixels.size(1);
      int width = (int) pixels.size(2);
      var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      var values = pixels.toIntArray();
      for (int i = 0; i < width * height; i++) {
        int red = values[i] << 16;
        int green = values[width * height + i] << 8;
        image.setRGB(i % width, i / width, red | green | values[2 * width * height + i]);
      }
      var png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      assertThat(ImageFile.read(png.toByteArray(), NAME).toIntArray()).isEqualTo(values);
    });
  }

  @FuzzTest(maxDuration = "1m")
  void sound(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var sound = Wav.read(new ByteArrayInputStream(bytes), NAME);
      assertThat(sound.samples().dim()).isEqualTo(2);
      assertThat(sound.samples().numel()).isLessThan(bytes.length);
      for (float value : sound.samples().toFloatArray()) {
        assertThat(value).isFinite();
      }
    });
  }

  @FuzzTest(maxDuration = "1m")
  void table(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var table = Table.read(file("fuzz.csv", bytes));
      var again =
          Table.read(
              file("fuzz-again.csv", csv(table).getBytes(StandardCharsets.UTF_8)),
              o -> o.separator(',').header());
      assertThat(again.header()).isEqualTo(table.header());
      assertThat(again.size()).isEqualTo(table.size());
      for (int place = 0; place < table.header().size(); place++) {
        assertThat(again.column(place)).isEqualTo(table.column(place));
      }
    });
  }

  @FuzzTest(maxDuration = "1m")
  void features(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var table = Table.read(file("fuzz.csv", bytes));
      var features = Features.fit(table, o -> o.standardise().fillMean().fill("fuzz"));
      var written = folder.resolve("fuzz.json");
      features.write(written);
      var numbers = features.x(table).toFloatArray();
      assertThat(Features.read(written).x(table).toFloatArray()).isEqualTo(numbers);
    });
  }

  @FuzzTest(maxDuration = "1m")
  void featuresFile(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var features = Features.read(file("fuzz.json", bytes));
      var again = folder.resolve("fuzz-again.json");
      features.write(again);
      assertThat(Features.read(again).names()).isEqualTo(features.names());
    });
  }

  private static String csv(Table table) {
    var columns = IntStream.range(0, table.header().size()).mapToObj(table::column).toList();
    return IntStream.range(-1, table.size())
        .mapToObj(row ->
            IntStream.range(0, columns.size())
                .mapToObj(c -> row < 0 ? table.header().get(c) : columns.get(c).get(row))
                .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n"));
  }

  @FuzzTest(maxDuration = "1m")
  void text(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var corpus = Corpus.read(file("fuzz.txt", bytes));
      var vocabulary = corpus.vocabulary();
      var text = new StringBuilder();
      for (int id : corpus.ids(0, corpus.length())) {
        text.appendCodePoint(vocabulary[id]);
      }
      assertThat(text).hasToString(corpus.toString());
      assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith(corpus.toString());
    });
  }

  @FuzzTest(maxDuration = "1m")
  void words(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var text = file("fuzz.txt", bytes);
      var corpus = WordCorpus.read(text, text, text);
      assertThat(corpus.test()).isEqualTo(corpus.train());
      var written = MARK + corpus.text(corpus.train());
      var again = file("fuzz-again.txt", written.getBytes(StandardCharsets.UTF_8));
      var second = WordCorpus.read(again, again, again);
      assertThat(second.vocabulary()).isEqualTo(corpus.vocabulary());
      assertThat(second.train()).isEqualTo(corpus.train());
    });
  }

  @FuzzTest(maxDuration = "1m")
  void pairs(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      for (var name : List.of("fuzz.de", "fuzz.gz")) {
        var file = file(name, bytes);
        var pairs = SentencePairs.read(file, file);
        assertThat(pairs.source()).isEqualTo(pairs.target()).doesNotContainNull();
        var joined = MARK + String.join("\n", pairs.source()) + "\n";
        var again = file("fuzz-again.de", joined.getBytes(StandardCharsets.UTF_8));
        assertThat(SentencePairs.read(again, again).source())
            .isEqualTo(pairs.size() == 0 ? List.of("") : pairs.source());
      }
    });
  }

  @FuzzTest(maxDuration = "1m")
  void archive(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var files = Archive.read(file("fuzz.zip", bytes), _ -> true);
      var again = Archives.tar(folder.resolve("fuzz-again.tgz"), Map.of("all", all(files)));
      assertThat(Archive.read(again, _ -> true).get("all")).isEqualTo(all(files));
    });
  }

  private static byte[] all(Map<String, byte[]> files) {
    var all = new ByteArrayOutputStream();
    files.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  @FuzzTest(maxDuration = "1m")
  void cifar(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var archive =
          Archives.tar(
              folder.resolve("fuzz.tgz"),
              Map.of("data_batch_1.bin", bytes, "test_batch.bin", bytes));
      var cifar = Cifar.read(archive, NAME, Origin.Source.FOLDER);
      var written = ByteBuffer.allocate(bytes.length);
      var labels = cifar.train().labels().toLongArray();
      for (int i = 0; i < labels.length; i++) {
        written.put((byte) labels[i]).put(cifar.train().pixels().get(i).toByteArray());
      }
      assertThat(written.array()).isEqualTo(bytes);
    });
  }

  @FuzzTest(maxDuration = "1m")
  void oneShotLabels(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      var files = new HashMap<String, byte[]>();
      var blank = blank();
      for (int i = 1; i <= 20; i++) {
        files.put("run01/test/item%02d.png".formatted(i), blank);
        files.put("run01/training/class%02d.png".formatted(i), blank);
      }
      files.put("run01/class_labels.txt", bytes);
      var run = OneShotRun.read(Archives.zip(folder.resolve("fuzz.zip"), files)).getFirst();
      assertThat(run.trials().shape()).hasToString("[20, 105, 105]");
      assertThat(run.answers()).hasSize(20).allMatch(answer -> answer >= 0 && answer < 20);
    });
  }

  private static byte[] blank() throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(105, 105, BufferedImage.TYPE_BYTE_BINARY), "png", png);
    return png.toByteArray();
  }

  @FuzzTest(maxDuration = "1m")
  void tokenizer(byte[] bytes) throws IOException {
    readOrRefused(() -> {
      try (var tokenizer = Tokenizer.read(file("fuzz.json", bytes))) {
        var ids = tokenizer.encode("ein junger Hund");
        assertThat(tokenizer.tokens("ein junger Hund")).hasSize(ids.length);
      }
    });
  }
}
