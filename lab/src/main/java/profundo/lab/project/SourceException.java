package profundo.lab.project;

import java.util.List;
import profundo.base.ProfundoException;

/// A project's sources do not compile.
public final class SourceException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private final String[] errors;

  SourceException(String sentence, List<String> errors) {
    super(sentence);
    this.errors = errors.toArray(String[]::new);
  }

  /// What the compiler says, each as `file:line: message`; further lines of a message follow on
  /// their own.
  public List<String> errors() {
    return List.of(errors);
  }
}
