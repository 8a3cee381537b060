package profundo.train.store;

import java.time.Instant;

/// One value of a metric during a run.
///
/// @param key split and metric, such as `train.loss` or `validation.accuracy`
/// @param seed the seed that it was measured with
/// @param step optimizer steps that its training has done, from 0, whatever the run did before
/// @param epoch the epoch it belongs to, from 0
/// @param time when it was logged, to the millisecond
/// @param value the value; NaN and the infinities are kept
public record MetricPoint(
    String key, long seed, long step, int epoch, Instant time, double value) {}
