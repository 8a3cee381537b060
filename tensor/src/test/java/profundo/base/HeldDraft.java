package profundo.base;

import java.io.IOException;
import java.nio.file.Path;

/// A process that is in the middle of writing a file until its input ends.
final class HeldDraft {
  private HeldDraft() {}

  static void main(String[] arguments) throws IOException {
    WholeFile.write(
        Path.of(arguments[0]),
        channel -> {
          System.out.println("writing");
          if (System.in.read() < 0) {
            throw new IOException("left");
          }
        });
  }
}
