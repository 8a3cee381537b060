package profundo.lab;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import profundo.base.Given;

/// A folder that a person wants a run in.
public final class RunFolder {
  private RunFolder() {}

  /// Makes it, before anything is computed.
  ///
  /// @throws UsageException if it is a file, has a run in it, or cannot be written
  public static void prepare(Path out) {
    Given.require("out", out);
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageException("outNoFolder", out);
    }
    if (Files.exists(out.resolve("checkpoint.safetensors"))
        || Files.exists(out.resolve("model.safetensors"))) {
      throw new UsageException("outTaken", out);
    }
    try {
      Files.createDirectories(out);
      if (!Files.isWritable(out)) {
        throw new AccessDeniedException(out.toString());
      }
    } catch (IOException _) {
      throw new UsageException("outUnwritable", out);
    }
  }
}
