package profundo.bench;

/// A training step that is measured.
///
/// @param parameters how many numbers it trains, so that equal models can be told
/// @param once does it once
record Step(long parameters, Runnable once) {}
