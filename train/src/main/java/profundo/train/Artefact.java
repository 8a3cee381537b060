package profundo.train;

import java.nio.file.Path;

/// A file that a run made.
///
/// @param name unique within the run, such as `confusion`
/// @param kind what is in it
/// @param file where it is
/// @param title what a person reads above it
public record Artefact(String name, ArtefactKind kind, Path file, String title) {}
