package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    var ranges = new ArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/toy/toy.txt",
        exchange -> {
          var range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
          int upTo = range == null ? CONTENT.length / 2 : CONTENT.length;
          exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
          exchange.getResponseBody().write(CONTENT, from, upTo - from);
          exchange.close();
        });
    server.start();
    try {
      var entry = Entry.of("toy", "none", new DataFile("toy.txt", "", sha(CONTENT)));
      var sources = sources("http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(sources.fetch(entry)).isEmpty();
      assertThat(sources.fetch(entry).orElseThrow().file("toy.txt")).hasBinaryContent(CONTENT);
      assertThat(ranges).isEqualTo(List.of("null", "bytes=" + CONTENT.length / 2 + "-"));
    } finally {
      server.stop(0);
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
