package profundo.train.store;

/// What a run has cost.
///
/// @param seconds wall time
/// @param samples training examples seen, each as often as it was seen
/// @param peakRss the most resident memory the process has held, in bytes; see
///   [Environment#peakRss()]
public record RunTotals(double seconds, long samples, long peakRss) {}
