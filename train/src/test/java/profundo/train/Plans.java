package profundo.train;

/// Run plans for tests.
final class Plans {
  private Plans() {}

  static RunPlan of(String recipe) {
    return new RunPlan(
        recipe,
        "{\"epochs\":3}",
        "smoke",
        7,
        "cpu",
        2,
        new DataUsed("mnist", "bundled", 10_000),
        "{\"jdk\":\"25\"}");
  }

  static RunTotals totals() {
    return new RunTotals(12.5, 30_000, 1L << 28);
  }
}
