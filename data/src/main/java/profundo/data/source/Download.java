package profundo.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import profundo.data.shared.Refusal;

/// Downloads files by HTTP. A download that broke goes on where it stopped; one that stalls or
/// drips breaks; one that goes on beyond what the catalogue says is given up.
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final System.Logger LOG = System.getLogger("profundo.data");

  private final Duration patience;

  /// @param patience how long to wait for an answer, and for each further piece of it
  Download(Duration patience) {
    this.patience = patience;
  }

  /// Gives all files from their addresses, or says which gave none and why.
  Optional<String> give(Entry entry, Path folder, Function<DataFile, String> address)
      throws IOException {
    var client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      for (var file : entry.files()) {
        var place = file.in(folder);
        if (!Files.exists(place) || !Checksum.matches(place, file)) {
          var obstacle = give(client, file, folder, address.apply(file));
          if (obstacle.isPresent()) {
            return obstacle;
          }
        }
      }
      return Optional.empty();
    } finally {
      client.shutdownNow();
    }
  }

  /// A name server that does not answer is waited for no longer than an address: the client itself
  /// would wait as long as the system does.
  private HttpResponse<InputStream> answer(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    var answer = client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return answer.get(patience.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Optional<String> give(HttpClient client, DataFile file, Path folder, String address)
      throws IOException {
    var draft = Placement.draft(file, folder);
    long have = Files.exists(draft) ? Files.size(draft) : 0;
    try {
      var request = HttpRequest.newBuilder(URI.create(address)).timeout(patience);
      if (have > 0) {
        request.header("Range", "bytes=" + have + "-");
      }
      var answer = answer(client, request.build());
      try (var body = answer.body()) {
        int status = answer.statusCode();
        if (have > 0 && status == 416) {
          return again(client, file, folder, address);
        }
        if (status != 200 && status != 206) {
          return Optional.of(Refusal.text("tried.answer", address, Integer.toString(status)));
        }
        if (!receive(answer, body, draft, file.largest())) {
          Files.deleteIfExists(draft);
          throw Placement.tooLarge(address, file);
        }
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "No download from " + address, e);
      return Optional.of(Refusal.text("tried.noAnswer", address));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    var begin = Placement.begin(draft);
    boolean right = Placement.take(draft, file, folder);
    if (!right && have > 0) {
      return again(client, file, folder, address);
    }
    if (!right) {
      throw Placement.wrong(begin, file, address);
    }
    return Optional.empty();
  }

  /// What was there belonged to another file.
  private Optional<String> again(HttpClient client, DataFile file, Path folder, String address)
      throws IOException {
    Files.deleteIfExists(Placement.draft(file, folder));
    return give(client, file, folder, address);
  }

  /// Whether all that came is no more than the file can have.
  private boolean receive(
      HttpResponse<InputStream> answer, InputStream body, Path draft, long largest)
      throws IOException {
    boolean goesOn = answer.statusCode() == 206;
    var how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (var file =
            Files.newByteChannel(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        var watchdog = new Watchdog(body, patience)) {
      long come = goesOn ? file.size() : 0;
      var buffer = new byte[1 << 16];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        watchdog.come(read);
        come += read;
        if (come > largest) {
          return false;
        }
        write(file, ByteBuffer.wrap(buffer, 0, read), draft);
      }
      return true;
    }
  }

  /// A full disk is no fault of the network's.
  private static void write(WritableByteChannel file, ByteBuffer bytes, Path draft)
      throws IOException {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      var failed = new FileSystemException(draft.toString(), null, e.getMessage());
      failed.initCause(e);
      throw failed;
    }
  }
}
