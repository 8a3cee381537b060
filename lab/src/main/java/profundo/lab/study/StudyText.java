package profundo.lab.study;

import profundo.base.Text;
import profundo.lab.UsageException;

/// The sentences of this package.
final class StudyText {
  private static final Text TEXT = Text.of(StudyText.class);

  private StudyText() {}

  static UsageException refuse(String key, Object... arguments) {
    return new UsageException(TEXT, key, arguments);
  }
}
