package profundo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example programs run as they stand, on little data, and do what they say.
class ExamplesTest {
  @TempDir Path folder;

  @Test
  void bothReadmesShowEveryExample() throws IOException {
    for (var readme : new String[] {"README.md", "README.es.md"}) {
      var text = Files.readString(Path.of("..", readme));
      try (var programs = Files.list(Example.FOLDER)) {
        assertThat(programs.map(file -> "(examples/" + file.getFileName() + ")"))
            .filteredOn(link -> link.endsWith(".java)"))
            .hasSizeGreaterThan(7)
            .allMatch(text::contains);
      }
    }
  }

  /// Stripes that lie and stripes that stand, in pictures of many sizes.
  @Test
  void aResidualNetTellsFoldersOfPicturesApart() throws Exception {
    var random = new Random(1);
    for (int i = 0; i < 60; i++) {
      var part = i < 48 ? "train" : "test";
      for (var kind : new String[] {"lying", "standing"}) {
        var place = Files.createDirectories(folder.resolve(part).resolve(kind));
        var stripes = stripes(30 + random.nextInt(30), kind.equals("lying"), random);
        ImageIO.write(stripes, "png", place.resolve(i + ".png").toFile());
      }
    }
    var said = Example.run("ResidualNet.java", "epochs=20", folder);
    assertThat(said).contains("96 pictures of 2 kinds").contains("100.0 % of 24 test pictures");
  }

  private static BufferedImage stripes(int side, boolean lying, Random random) {
    var picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    int phase = random.nextInt(8);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int light = ((lying ? y : x) + phase) % 8 < 4 ? 160 : 40;
        int grey = light + random.nextInt(40);
        picture.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    return picture;
  }

  /// Each file has the letters of the other and an order of its own.
  @Test
  void aGruTellsTextsApart() throws Exception {
    var first = text("first.txt", "ab");
    var second = text("second.txt", "ba");
    var said = Example.run("TextClassifier.java", "epochs=4", first, second);
    assertThat(said)
        .contains("100.0 % of the test lines")
        .contains(first + " was taken for [20, 0]");
  }

  private Path text(String name, String motif) throws IOException {
    var random = new Random(1);
    var lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      lines.append(motif.repeat(2 + random.nextInt(20))).append('\n');
    }
    return Files.writeString(folder.resolve(name), lines);
  }

  @Test
  void aGptGoesOnWithAText() throws Exception {
    var text = Files.writeString(folder.resolve("text"), "the cat sat on the mat. ".repeat(100));
    var said = Example.run("Gpt.java", "steps=150", text);
    assertThat(said).contains("\nthe cat sat on the mat. the cat sat on the mat. the cat");
  }

  @Test
  void gradientsGoWhereTheExampleSays() throws Exception {
    var said = Example.run("Gradients.java", "");
    assertThat(said)
        .contains("x³ at 2: slope 12, curvature 12\n")
        .contains("clipped on its way: [10.0, 10.0, 10.0]\n")
        .containsPattern("mean slope after 200 steps: (0\\.9|1\\.0)")
        .contains("special_i0e(Tensor self)");
    var norms = Pattern.compile("norms of each sample's gradient: (.*)").matcher(said);
    assertThat(norms.find()).isTrue();
    assertThat(norms.group(1).split(", ")).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void weightsGoToPyTorchAndBack() throws Exception {
    var said = Example.run("PyTorchFiles.java", "");
    assertThat(said)
        .contains("features.1.running_mean")
        .contains("the same net: true\n")
        .containsPattern("strict: .*missing: features\\.0\\.weight")
        .contains("model.pth is PyTorch's own format");
  }

  /// Each mistake has a line, and what is answered the next.
  @Test
  void everyMistakeIsAnsweredInASentence() throws Exception {
    var lines = Example.run("WrongCalls.java", "").lines().toList();
    assertThat(lines).hasSizeGreaterThan(24);
    for (int i = 0; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).endsWith(":");
      assertThat(lines.get(i + 1)).startsWith("  ").doesNotContain("Exception");
    }
  }
}
