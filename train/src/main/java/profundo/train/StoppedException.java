package profundo.train;

import profundo.base.ProfundoException;
import profundo.base.Text;

/// A person stopped the training; its state lies in a checkpoint.
public final class StoppedException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(StoppedException.class);

  StoppedException(String run) {
    super(TEXT.get("run.stopped", run));
  }
}
