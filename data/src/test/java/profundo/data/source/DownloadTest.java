package profundo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.DataException;

@Timeout(60)
class DownloadTest {
  private static final byte[] CONTENT = "a small dataset, but a dataset\n".repeat(2000).getBytes();

  @TempDir Path folder;
  private final List<String> ranges = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  private interface Answer {
    void to(HttpExchange exchange, int from) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          var range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          answer.to(exchange, range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", "")));
          exchange.close();
        });
  }

  private void serveWhole() {
    serve("/toy/toy.txt", (exchange, from) -> send(exchange, from, CONTENT.length));
  }

  private static void send(HttpExchange exchange, int from, int to) throws IOException {
    exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
    exchange.getResponseBody().write(CONTENT, from, to - from);
  }

  private static DataFile file() throws Exception {
    var sum = MessageDigest.getInstance("SHA-256").digest(CONTENT);
    return new DataFile("toy.txt", "", HexFormat.of().formatHex(sum));
  }

  private String mirror() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Sources sources() {
    return new Sources(Map.of("PROFUNDO_DATA", folder.toString(), "PROFUNDO_MIRROR", mirror()));
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, from) -> send(exchange, from, from == 0 ? CONTENT.length / 2 : CONTENT.length));
    var entry = Entry.of("toy", "none", file());
    assertThat(sources().fetch(entry)).isEmpty();
    assertThat(sources().fetch(entry).orElseThrow().file()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("null", "bytes=" + CONTENT.length / 2 + "-");
  }

  @Test
  void whatWasLeftByAnotherFileIsThrownAway() throws Exception {
    serveWhole();
    var entry = Entry.of("toy", "none", file());
    Files.createDirectories(folder.resolve("toy"));
    Files.write(folder.resolve("toy/.toy.txt.part"), new byte[1000]);
    assertThat(sources().fetch(entry).orElseThrow().file()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("bytes=1000-", "null");
  }

  @Test
  void aDraftThatIsAlreadyTooLongIsThrownAway() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, from) -> {
          if (from > CONTENT.length) {
            exchange.sendResponseHeaders(416, -1);
          } else {
            send(exchange, from, CONTENT.length);
          }
        });
    Files.createDirectories(folder.resolve("toy"));
    Files.write(folder.resolve("toy/.toy.txt.part"), new byte[CONTENT.length + 1]);
    assertThat(sources().fetch(Entry.of("toy", "none", file())).orElseThrow().file())
        .hasBinaryContent(CONTENT);
  }

  @Test
  void aFileThatChangedInTheCacheIsDownloadedAgain() throws Exception {
    serveWhole();
    var entry = Entry.of("toy", "none", file());
    var place = sources().fetch(entry).orElseThrow().file();
    Files.write(place, Arrays.copyOf(CONTENT, 100));
    assertThat(sources().fetch(entry).orElseThrow().file()).hasBinaryContent(CONTENT);
  }

  @Test
  void aWrongFileIsRefusedAndNothingIsKept() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(CONTENT, 0, 100);
        });
    var entry = Entry.of("toy", "none", file());
    assertThatThrownBy(() -> sources().fetch(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(mirror() + "/toy/toy.txt");
    try (var left = Files.list(folder.resolve("toy"))) {
      assertThat(left.map(Path::getFileName)).containsExactly(Path.of(".lock"));
    }
  }

  @Test
  void anAddressWithoutTheFileIsNamedWithItsAnswer() throws Exception {
    serve(
        "/",
        (exchange, _) -> {
          exchange.sendResponseHeaders(404, 4_000_000);
          exchange.getResponseBody().write(new byte[4_000_000]);
        });
    var entry = Entry.of("toy", "none", file());
    assertThatThrownBy(() -> sources().require(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(mirror() + "/toy/toy.txt", "404");
  }

  @Test
  void aDownloadThatStallsBreaks() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, from) -> {
          send(exchange, from, 1000);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    var obstacle =
        new Download(Duration.ofMillis(300))
            .give(Entry.of("toy", "none", file()), folder, _ -> mirror() + "/toy/toy.txt");
    assertThat(obstacle).hasValueSatisfying(text -> assertThat(text).contains(mirror()));
    assertThat(folder.resolve(".toy.txt.part")).as("what has come stays").hasSize(1000);
  }

  @Test
  void aFullDiskIsNotTheNetworksFault() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    serveWhole();
    Files.createDirectories(folder.resolve("toy"));
    Files.createSymbolicLink(folder.resolve("toy/.toy.txt.part"), Path.of("/dev/full"));
    var entry = Entry.of("toy", "none", file());
    assertThatThrownBy(() -> sources().fetch(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(folder.resolve("toy").toString(), "the disk is full");
  }

  @Test
  void whatIsNoAddressIsNotAsked() throws Exception {
    var sources =
        new Sources(
            Map.of("PROFUNDO_DATA", folder.toString(), "PROFUNDO_MIRROR", "http://not an address"));
    var entry = Entry.of("toy", "none", file());
    assertThatThrownBy(() -> sources.require(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("http://not an address");
  }

  @Test
  void aMirrorThatNeverEndsIsGivenUp() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(CONTENT);
          }
        });
    var whole = file();
    var entry = Entry.of("toy", "none", whole.upTo(200_000));
    assertThatThrownBy(() -> sources().fetch(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(mirror() + "/toy/toy.txt", "Nothing was kept");
    assertThat(folder.resolve("toy/.toy.txt.part")).doesNotExist();
  }

  @Test
  void aDownloadThatDripsBreaks() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
              exchange.getResponseBody().write('a');
              exchange.getResponseBody().flush();
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    var obstacle =
        new Download(Duration.ofMillis(500))
            .give(Entry.of("toy", "none", file()), folder, _ -> mirror() + "/toy/toy.txt");
    assertThat(obstacle).hasValueSatisfying(text -> assertThat(text).contains(mirror()));
  }

  @Test
  void aRedirectionIsFollowedAndACircleOfThemIsNot() throws Exception {
    serveWhole();
    for (var path : List.of("/old.txt", "/circle.txt")) {
      var to = path.equals("/old.txt") ? "/toy/toy.txt" : path;
      serve(
          path,
          (exchange, _) -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
          });
    }
    var entry = Entry.of("toy", "none", file());
    var download = new Download(Duration.ofSeconds(10));
    assertThat(download.give(entry, folder, _ -> mirror() + "/circle.txt")).isPresent();
    assertThat(download.give(entry, folder, _ -> mirror() + "/old.txt")).isEmpty();
    assertThat(folder.resolve("toy.txt")).hasBinaryContent(CONTENT);
  }

  @Test
  void anErrorPageIsNamed() throws Exception {
    serve(
        "/toy/toy.txt",
        (exchange, _) -> {
          var page = "<html><body>Log in first</body></html>".getBytes();
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
        });
    var entry = Entry.of("toy", "none", file());
    assertThatThrownBy(() -> sources().fetch(entry))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(mirror() + "/toy/toy.txt", "HTML page");
  }

  /// A kilobyte that unpacks to a megabyte is not unpacked beyond what the catalogue says.
  @Test
  void aPackedFileIsUnpackedNoFurtherThanTheCatalogueSays() throws Exception {
    var bomb = folder.resolve("bomb.gz");
    try (var packed = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      packed.write(new byte[1 << 20]);
    }
    var sum = MessageDigest.getInstance("SHA-256").digest(new byte[1 << 20]);
    var wanted = new DataFile("bomb.gz", "", HexFormat.of().formatHex(sum));
    assertThat(Checksum.matches(bomb, wanted)).isTrue();
    assertThat(Checksum.matches(bomb, wanted.upTo(1 << 19))).isFalse();
  }

  @Test
  void whatIsNoFileInAMirrorsFolderIsNotRead() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/zero")));
    var mirrored = Files.createDirectories(folder.resolve("mirror/toy"));
    Files.createSymbolicLink(mirrored.resolve("toy.txt"), Path.of("/dev/zero"));
    var sources =
        new Sources(
            Map.of(
                "PROFUNDO_DATA", folder.resolve("cache").toString(),
                "PROFUNDO_MIRROR", folder.resolve("mirror").toString()));
    assertThatThrownBy(() -> sources.require(Entry.of("toy", "none", file())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("toy.txt");
  }
}
