package profundo.data.table;

/// The parts of a [Table] that were split.
///
/// @param train what a net and its [Features] learn from
/// @param validation what choices are made by
/// @param test what is looked at once
public record TableParts(Table train, Table validation, Table test) {}
