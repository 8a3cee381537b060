package profundo.lab;

import java.util.Arrays;
import java.util.Locale;

/// How much of a paper's experiment is run.
public enum Scale {
  /// Seconds: every line of the recipe, a figure that means nothing.
  SMOKE,
  /// Minutes on two cores: real data, a figure that means something.
  LAPTOP,
  /// The paper's own protocol, for a GPU.
  PAPER;

  /// The scale that `smoke`, `laptop` or `paper` names.
  ///
  /// @throws UsageException if the text names none
  public static Scale of(String text) {
    return Arrays.stream(values())
        .filter(scale -> scale.label().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            UsageException.unknown(
                "unknownScale", text, Arrays.stream(values()).map(Scale::label).toList()));
  }

  /// As it is written on the command line: `smoke`, `laptop`, `paper`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
