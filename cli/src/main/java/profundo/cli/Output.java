package profundo.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import profundo.base.Reason;

/// Standard output, in UTF-8 whatever the locale. It remembers what a [PrintWriter] keeps silent
/// about: that something could not be written.
final class Output {
  /// Its reader has gone, as after `| head -1`: the status of a program that SIGPIPE ended.
  static final int READER_GONE = 141;

  private final PrintWriter writer;
  private @Nullable IOException failure;

  Output(OutputStream stream) {
    var watched = new BufferedOutputStream(new Watched(stream));
    this.writer = new PrintWriter(new OutputStreamWriter(watched, StandardCharsets.UTF_8), true);
  }

  PrintWriter writer() {
    return writer;
  }

  /// Writes what is left. Where something was lost, a status of success becomes one of failure, and
  /// `err` is told, unless it was the reader who would have no more.
  int end(int status, PrintWriter err) {
    writer.flush();
    var lost = failure;
    if (lost == null) {
      return status;
    }
    boolean isReaderGone = String.valueOf(lost.getMessage()).contains("Broken pipe");
    if (!isReaderGone) {
      err.println("profundo: " + Words.get("output", Reason.of(lost)));
    }
    return status != 0 ? status : isReaderGone ? READER_GONE : Main.FAILED;
  }

  private final class Watched extends FilterOutputStream {
    Watched(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
