package profundo.train.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import profundo.base.Text;
import profundo.train.TrainException;

/// A file that a run made.
///
/// @param name unique within the seed, such as `confusion`; of a net beside the run's own
///   `NET.confusion`
/// @param seed the seed that it was made with
/// @param kind what is in it
/// @param file where it is
/// @param title what a person reads above it
/// @param content the CRC-32C of what was written; empty if an older Profundo did not note it
public record Artefact(
    String name, long seed, ArtefactKind kind, Path file, String title, String content) {
  private static final Text TEXT = Text.of(TrainException.class);

  /// One whose file is there.
  static Artefact of(String name, long seed, ArtefactKind kind, Path file, String title) {
    try (var in = checked(file)) {
      in.transferTo(OutputStream.nullOutputStream());
      return new Artefact(name, seed, kind, file, title, digits(in));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// What is in the file.
  ///
  /// @throws StoreException if it cannot be read, or is not what the run wrote
  public byte[] read() {
    try (var in = checked(file)) {
      var bytes = in.readAllBytes();
      if (!content.isEmpty() && !content.equals(digits(in))) {
        throw new StoreException(TEXT.get("store.changed", file));
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static CheckedInputStream checked(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new CheckedInputStream(in, new CRC32C());
  }

  private static String digits(CheckedInputStream in) {
    return HexFormat.of().toHexDigits((int) in.getChecksum().getValue());
  }

  private static StoreException unreadable(Path file, IOException e) {
    return new StoreException(
        TEXT.get("store.unreadable", file, String.valueOf(e.getMessage())), e);
  }
}
