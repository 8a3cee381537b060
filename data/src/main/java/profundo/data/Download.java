package profundo.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Function;

/// Downloads files by HTTP. A download that broke goes on where it stopped.
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final System.Logger LOG = System.getLogger("profundo.data");

  private Download() {}

  /// Gives all files from their canonical addresses, or none where one has no address or the
  /// network does not answer.
  static boolean give(Entry entry, Path folder) throws IOException {
    return entry.files().stream().noneMatch(file -> file.url().isEmpty())
        && give(entry, folder, DataFile::url);
  }

  static boolean give(Entry entry, Path folder, Function<DataFile, String> address)
      throws IOException {
    try (var client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      for (var file : entry.files()) {
        if (!Files.exists(folder.resolve(file.name()))
            && !give(client, file, folder, address.apply(file))) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean give(HttpClient client, DataFile file, Path folder, String address)
      throws IOException {
    var draft = Placement.draft(file, folder);
    long have = Files.exists(draft) ? Files.size(draft) : 0;
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() == 416) {
        Files.delete(draft);
        return give(client, file, folder, address);
      }
      if (answer.statusCode() != 200 && answer.statusCode() != 206) {
        LOG.log(System.Logger.Level.DEBUG, "{0} answers {1}", address, answer.statusCode());
        return false;
      }
      receive(answer, draft);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "No download from " + address, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Placement.accept(draft, file, folder, address);
    return true;
  }

  private static void receive(HttpResponse<java.io.InputStream> answer, Path draft)
      throws IOException {
    var how =
        answer.statusCode() == 206
            ? StandardOpenOption.APPEND
            : StandardOpenOption.TRUNCATE_EXISTING;
    try (var body = answer.body();
        var file = Files.newOutputStream(draft, StandardOpenOption.CREATE, how)) {
      body.transferTo(file);
    }
  }
}
