package profundo.train;

import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.base.Text;

/// A person stopped the training; its state lies in a checkpoint.
public final class StoppedException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(StoppedException.class);

  /// One of this run, or of the study whose runs were stopped.
  ///
  /// @param run what is resumed
  public StoppedException(String run) {
    super(TEXT.get("run.stopped", Given.require("run", run)));
  }
}
