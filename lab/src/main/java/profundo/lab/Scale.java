package profundo.lab;

import java.util.Locale;

/// How much of a paper's experiment is run.
public enum Scale {
  /// Seconds: every line of the recipe, a figure that means nothing.
  SMOKE,
  /// Minutes on two cores: real data, a figure that means something.
  LAPTOP,
  /// The paper's own protocol, for a GPU.
  PAPER;

  /// As it is written on the command line: `smoke`, `laptop`, `paper`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
