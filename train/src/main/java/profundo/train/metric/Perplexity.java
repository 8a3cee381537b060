package profundo.train.metric;

/// Perplexity: `exp` of the mean negative log likelihood of a token, in nats (Jelinek et al. 1977).
public final class Perplexity {
  private final Mean mean = new Mean();

  /// Counts from nothing.
  public Perplexity() {}

  /// Counts a batch.
  ///
  /// @param loss the batch's mean cross-entropy for each token, in nats
  /// @param tokens the tokens it is the mean of, without padding
  public void add(double loss, long tokens) {
    mean.add(loss, (double) tokens);
  }

  /// The perplexity so far; NaN if nothing was counted.
  public double value() {
    return Math.exp(mean.value());
  }

  /// The mean loss so far, in nats for each token.
  public double loss() {
    return mean.value();
  }

  /// The mean loss in bits for each token: for characters the usual bits per character.
  public double bits() {
    return mean.value() / Math.log(2);
  }
}
