package profundo.train.store;

/// Run plans for tests.
public final class Plans {
  private Plans() {}

  public static RunPlan of(String recipe) {
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

  public static RunTotals totals() {
    return new RunTotals(12.5, 30_000, 1L << 28);
  }
}
