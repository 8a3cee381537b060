package profundo.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Archives;
import profundo.data.DataException;
import profundo.data.RealData;
import profundo.data.image.LabelledImages;

class SourcesTest {
  private static final byte[] CONTENT = "a small dataset, but a dataset\n".repeat(2000).getBytes();

  @TempDir Path folder;

  private static String sha(byte... bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private Sources sources(String mirror) {
    return new Sources(
        Map.of("PROFUNDO_DATA", folder.resolve("cache").toString(), "PROFUNDO_MIRROR", mirror));
  }

  private Path mirror() throws IOException {
    var mirror = folder.resolve("mirror");
    Files.createDirectories(mirror.resolve("toy"));
    Files.write(mirror.resolve("toy/toy.txt"), CONTENT);
    return mirror;
  }

  @Test
  void aMirrorFillsTheCacheAndTheCacheRemembersWhere() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    var fetched = sources(mirror().toString()).fetch(entry).orElseThrow();
    assertThat(fetched.source()).isEqualTo(Origin.Source.MIRROR);
    assertThat(fetched.file("toy.txt")).hasBinaryContent(CONTENT);
    var offline =
        new Sources(
            Map.of("PROFUNDO_DATA", folder.resolve("cache").toString(), "PROFUNDO_OFFLINE", "1"));
    assertThat(offline.fetch(entry).orElseThrow().source()).isEqualTo(Origin.Source.MIRROR);
    assertThat(offline.verify(entry)).contains(true);
  }

  @Test
  void aWrongChecksumIsRefusedAndNothingIsKept() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", "00".repeat(32)));
    var sources = sources(mirror().toString());
    assertThatThrownBy(() -> sources.fetch(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("toy.txt");
    assertThat(sources.cache().resolve("toy/toy.txt")).doesNotExist();
  }

  @Test
  void aFileThatChangedInTheCacheIsFetchedAgain() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    var sources = sources(mirror().toString());
    var file = sources.fetch(entry).orElseThrow().file("toy.txt");
    Files.writeString(file, "damaged");
    assertThat(sources.fetch(entry).orElseThrow().file("toy.txt")).hasBinaryContent(CONTENT);
  }

  @Test
  void withoutAnySourceThereIsNothing() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    assertThat(sources("").fetch(entry)).isEmpty();
  }

  @Test
  void aFileCutShortInTheCacheIsDamagedNotAbsent() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    var sources = sources(mirror().toString());
    assertThat(sources.verify(entry)).isEmpty();
    Files.write(sources.fetch(entry).orElseThrow().file(), Arrays.copyOf(CONTENT, 100));
    assertThat(sources.verify(entry)).contains(false);
  }

  @Test
  void theMessageSaysWhatWasTriedAndWhatHelps() throws Exception {
    var entry =
        Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)))
            .orDebian("dataset-toy", folder.resolve("share").toString());
    var empty = folder.resolve("empty").toString();
    assertThatThrownBy(() -> sources(empty).require(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            empty, "apt install dataset-toy", "PROFUNDO_MIRROR", "toy/toy.txt");
    var offline = new Sources(Map.of("PROFUNDO_DATA", folder.toString(), "PROFUNDO_OFFLINE", "1"));
    assertThatThrownBy(() -> offline.require(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("PROFUNDO_OFFLINE", "profundo data get toy");
  }

  @Test
  void aDebianPackageGivesItsFiles() throws Exception {
    var entry =
        Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)))
            .orDebian("dataset-toy", mirror().resolve("toy").toString());
    assertThat(sources("").require(entry).source()).isEqualTo(Origin.Source.DEBIAN);
  }

  @Test
  void whatIsInTheCacheStandsInWithoutAskingAnySource() throws Exception {
    var part = Entry.of("part", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    var whole = Entry.of("whole", "none", new DataFile("all.txt", "", sha(CONTENT)));
    var sources = sources(mirror().toString());
    assertThatThrownBy(() -> sources.require(whole, part)).hasMessageContaining("whole");
    var mirrored = part.mirroredIn("toy");
    assertThat(sources.require(whole, mirrored).entry()).isEqualTo(mirrored);
    Files.createDirectories(folder.resolve("mirror/whole"));
    Files.write(folder.resolve("mirror/whole/all.txt"), CONTENT);
    assertThat(sources.require(whole, mirrored).entry()).isEqualTo(mirrored);
    assertThat(sources.fetch(whole)).isPresent();
    assertThat(sources.require(whole, mirrored).entry()).isEqualTo(whole);
  }

  @Test
  void anArchiveIsItsFilesWhoeverPackedThem() throws Exception {
    var files = Map.of("x/a.wav", new byte[] {1, 2}, "x/b.wav", new byte[] {3}, "README", CONTENT);
    var sums = sha(new byte[] {1, 2}) + "  a.wav\n" + sha(new byte[] {3}) + "  b.wav\n";
    var file = new DataFile("toy.zip", "", sha(sums.getBytes(UTF_8)), "\\w+\\.wav");
    var place = Files.createDirectories(folder.resolve("mirror/toy")).resolve("toy.zip");
    for (var packed : new Path[] {Archives.zip(place, files), Archives.tar(place, files)}) {
      assertThat(Checksum.matches(packed, file)).isTrue();
    }
    Archives.zip(place, Map.of("a.wav", new byte[] {1, 2}));
    var sources = sources(folder.resolve("mirror").toString());
    assertThatThrownBy(() -> sources.fetch(Entry.of("toy", "none", file)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("toy.zip");
  }

  @Test
  void severalThreadsMayAskAtOnce() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    var sources = sources(mirror().toString());
    try (var threads = Executors.newFixedThreadPool(8)) {
      var asked =
          threads.invokeAll(
              Collections.<Callable<Path>>nCopies(
                  32, () -> sources.fetch(entry).orElseThrow().file()));
      for (var file : asked) {
        assertThat(file.get()).hasBinaryContent(CONTENT);
      }
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws Exception {
    var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
    Files.writeString(folder.resolve("cache"), "a file where the folder should be");
    var sources = sources(mirror().toString());
    assertThatThrownBy(() -> sources.fetch(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(folder.resolve("cache").toString(), "PROFUNDO_DATA");
  }

  @Test
  void everyDatasetOfTheCatalogueIsComplete() {
    assertThat(Catalogue.entries()).extracting(Entry::name).doesNotHaveDuplicates();
    for (var entry : Catalogue.entries()) {
      assertThat(entry.licence()).isNotBlank();
      assertThat(entry.hasAddresses() || !entry.mirror().equals(entry.name()))
          .as(entry.name() + " has addresses, or is a part that only a mirror has")
          .isTrue();
      for (var file : entry.files()) {
        assertThat(file.sha256()).matches("[0-9a-f]{64}");
        assertThat(file.url().isEmpty() ? "http" : URI.create(file.url()).getScheme())
            .startsWith("http");
      }
    }
  }

  @Test
  void whatTheMirrorHasIsWhatTheCatalogueSays() {
    var sources = RealData.into(folder);
    for (var name :
        List.of(
            "mnist",
            "cifar-10-subset",
            "kmnist-subset",
            "tinyshakespeare",
            "multi30k",
            "omniglot",
            "ptb",
            "fsdd")) {
      assertThat(sources.require(Catalogue.entry(name)).source()).isEqualTo(Origin.Source.MIRROR);
      assertThat(sources.verify(Catalogue.entry(name))).as(name).contains(true);
    }
  }

  @Test
  void withNoSourceMnistIsTheSampleInTheJar() {
    var offline =
        new Sources(
            Map.of("PROFUNDO_DATA", folder.resolve("none").toString(), "PROFUNDO_OFFLINE", "1"));
    var mnist = LabelledImages.mnist(offline);
    assertThat(mnist.origin()).isEqualTo(new Origin("mnist", Origin.Source.BUNDLED, 10_000));
    assertThat(mnist.test().size()).isEqualTo(2000);
    assertThat(mnist.train().labels().narrow(0, 0, 10).toLongArray())
        .as("the first ten labels of MNIST")
        .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    assertThat(mnist.train().pixels().get(0).sum().itemLong())
        .as("the ink of the first digit, by zcat | od and awk")
        .isEqualTo(27525);
    assertThatThrownBy(() -> LabelledImages.fashionMnist(offline))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("fashion-mnist");
  }
}
