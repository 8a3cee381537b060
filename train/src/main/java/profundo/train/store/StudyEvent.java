package profundo.train.store;

import java.time.Instant;

/// What happened to a study after it was planned.
///
/// @param time when
/// @param event what, in a word such as `resumed`
/// @param detail whom or what it concerned; may be empty
public record StudyEvent(Instant time, String event, String detail) {}
