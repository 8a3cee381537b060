package profundo.train.progress;

import java.io.PrintStream;
import profundo.base.Given;

/// One line of a terminal that is written over again and again, below lines that stay.
///
/// Each drawing is one write: back to the start, the text with line wrap off (so that a terminal
/// made narrower never scrolls), clear what is left of the old one. Safe for several threads.
public final class LiveText implements AutoCloseable {
  private static final String START = "\r\033[?7l";
  private static final String END = "\033[K\033[?7h";
  private static final String CLEAR = "\r\033[K";

  private final PrintStream err;
  private String drawn = "";

  /// A line at the end of a stream that is a terminal; see [Terminal#isError()].
  public LiveText(PrintStream err) {
    this.err = Given.require("err", err);
  }

  /// Draws the line anew.
  public synchronized void draw(String text) {
    drawn = Given.require("text", text);
    err.print(START + drawn + END);
    err.flush();
  }

  /// Writes a line that stays, above the other.
  public synchronized void say(String line) {
    Given.require("line", line);
    var rest = drawn.isEmpty() ? "" : START + drawn + END;
    err.print((drawn.isEmpty() ? "" : CLEAR) + line + System.lineSeparator() + rest);
    err.flush();
  }

  /// Takes the line away.
  @Override
  public synchronized void close() {
    if (!drawn.isEmpty()) {
      err.print(CLEAR);
      err.flush();
      drawn = "";
    }
  }
}
