package profundo.train.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// One execution of a recipe, as the store knows it.
///
/// @param id short, sortable and unique, such as `lenet5-20261124-0341-k3f` (the time is UTC)
/// @param plan what was known when it began
/// @param state how far it has come
/// @param started when it began
/// @param finished when it ended, if it has
/// @param seconds the wall time it took; while it runs, so far as it was told
/// @param samples the training examples it has seen, each as often as it was seen
/// @param peakRss the most resident memory its process has held, in bytes; 0 if unknown
/// @param note why it failed or stopped, or a person's remark; empty if there is none
/// @param folder where its artefacts are
public record StoredRun(
    String id,
    RunPlan plan,
    RunState state,
    Instant started,
    Optional<Instant> finished,
    double seconds,
    long samples,
    long peakRss,
    String note,
    Path folder) {
  /// Where its trained parameters are; those of its first seed, if it has several.
  public Path weights() {
    return folder.resolve("model.safetensors");
  }
}
