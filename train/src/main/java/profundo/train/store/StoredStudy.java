package profundo.train.store;

import java.time.Instant;

/// A study, as the store knows it.
///
/// @param id short, sortable and unique, such as `study-20261124-0341-k3f` (the time is UTC)
/// @param recipe the recipe that it varies
/// @param plan what was planned before its first run, as JSON
/// @param hash the plan's SHA-256, in hexadecimal digits
/// @param planned when that was
public record StoredStudy(String id, String recipe, String plan, String hash, Instant planned) {}
