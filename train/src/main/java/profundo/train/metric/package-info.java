/// Figures of merit: of classifiers, detectors, translations, generators and regressions, and the
/// statistics of several seeds.
@NullMarked
package profundo.train.metric;

import org.jspecify.annotations.NullMarked;
