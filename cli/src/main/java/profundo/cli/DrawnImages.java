package profundo.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.base.WholeFile;
import profundo.lab.UsageException;

/// Where the images go that a trained system draws: the first where a person wants it, every other
/// into a file that was not there, with a number.
final class DrawnImages {
  private final @Nullable Path wanted;
  private final Path pattern;
  private int written;

  /// @param wanted where the first goes; left out, it is named after the run
  /// @throws UsageException if no file can be written there
  DrawnImages(@Nullable Path wanted, String run) {
    this.wanted = wanted;
    this.pattern = wanted == null ? Path.of(run + ".png") : wanted;
    if (wanted != null) {
      try {
        WholeFile.place(wanted);
      } catch (IOException e) {
        throw new UsageException(Text.of(Words.class), "predict.unwritten", wanted, Reason.of(e));
      }
    }
  }

  /// Writes a PNG file, and tells if another gave way to it.
  Path write(ByteBuffer png, Consumer<String> tell) {
    var file = wanted != null && written == 0 ? wanted : free();
    boolean isReplaced = Files.exists(file);
    try {
      WholeFile.write(file, channel -> WholeFile.writeFully(channel, png.duplicate()));
    } catch (IOException e) {
      throw new ProfundoException(Words.get("predict.unwritten", file, Reason.of(e)), e);
    }
    if (isReplaced) {
      tell.accept(Words.get("predict.replaced", file));
    }
    written++;
    return file;
  }

  private Path free() {
    var name = pattern.getFileName().toString();
    int dot = name.lastIndexOf('.') < 1 ? name.length() : name.lastIndexOf('.');
    var file = pattern;
    for (int number = 2; Files.exists(file); number++) {
      file = pattern.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
    }
    return file;
  }

  /// @throws ProfundoException if a person wants an image and none was drawn
  void requireWanted(String recipe) {
    if (wanted != null && written == 0) {
      throw new ProfundoException(Words.get("predict.noImage", recipe, wanted));
    }
  }
}
