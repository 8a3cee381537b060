package profundo.train.store;

import java.util.Optional;

/// One run that a study wants.
///
/// @param study the study's id
/// @param place its number within the study, from 0: jobs are taken in this order
/// @param arm the name of the arm that it runs
/// @param seed the run's seed
/// @param state how far it has come
/// @param run the run that does it, once there is one
/// @param tries how many workers have taken it
/// @param note why it failed; empty if it did not
/// @param progress how much of it is done, 0 to 1
public record Job(
    String study,
    int place,
    String arm,
    long seed,
    JobState state,
    Optional<String> run,
    int tries,
    String note,
    double progress) {
  /// Whether nobody is at it, and it is still to be done.
  public boolean isFree() {
    return state == JobState.WAITING || state == JobState.ABANDONED;
  }
}
