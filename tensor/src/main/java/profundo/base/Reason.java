package profundo.base;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;

/// Why a file cannot be read or written, in a few words for a sentence that names the file.
public final class Reason {
  private static final Text TEXT = Text.of(Reason.class);

  /// What the system says, it says in English.
  private static final Map<String, String> SYSTEM =
      Map.of(
          "Is a directory", "file.folder",
          "Not a directory", "file.inTheWay",
          "Too many levels of symbolic links", "file.loop",
          "No space left on device", "file.full",
          "Disk quota exceeded", "file.full",
          "Read-only file system", "file.readOnly",
          "File name too long", "file.long",
          "Too many open files", "file.open");

  private Reason() {}

  /// The reason in the user's language where it is a usual one, else the first line of what the
  /// system says.
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> TEXT.get("file.absent");
      case AccessDeniedException _ -> TEXT.get("file.denied");
      case FileAlreadyExistsException _ -> TEXT.get("file.inTheWay");
      case FileSystemLoopException _ -> TEXT.get("file.loop");
      case EOFException _ -> TEXT.get("file.short");
      case FileSystemException e when e.getReason() != null -> ofSystem(e.getReason());
      default ->
          ofSystem(
              Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName()));
    };
  }

  private static String ofSystem(String words) {
    return SYSTEM.entrySet().stream()
        .filter(usual -> words.startsWith(usual.getKey()))
        .map(usual -> TEXT.get(usual.getValue()))
        .findFirst()
        .orElseGet(() -> words.lines().findFirst().orElse(""));
  }
}
