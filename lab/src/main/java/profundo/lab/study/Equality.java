package profundo.lab.study;

import java.util.Locale;
import profundo.train.store.ModelSize;

/// In what two arms' nets are made equally large.
public enum Equality {
  /// In nothing.
  NONE,
  /// In the numbers that they learn.
  PARAMETERS,
  /// In the multiply-adds of one example, two floating-point operations each.
  FLOPS;

  /// The equality that a word names.
  ///
  /// @throws profundo.lab.UsageException if it names none
  public static Equality of(String word) {
    for (var equality : values()) {
      if (equality.word().equals(word)) {
        return equality;
      }
    }
    throw StudyText.refuse("plan.equal", word);
  }

  /// Its name on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  long of(ModelSize net) {
    return switch (this) {
      case NONE -> 0;
      case PARAMETERS -> net.parameters();
      case FLOPS -> net.multiplyAdds();
    };
  }
}
