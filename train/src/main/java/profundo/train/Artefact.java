package profundo.train;

import java.nio.file.Path;

/// A file that a run made.
///
/// @param name unique within the seed, such as `confusion`; of a net beside the run's own
///   `NET.confusion`
/// @param seed the seed that it was made with
/// @param kind what is in it
/// @param file where it is
/// @param title what a person reads above it
public record Artefact(String name, long seed, ArtefactKind kind, Path file, String title) {}
