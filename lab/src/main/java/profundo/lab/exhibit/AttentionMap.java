package profundo.lab.exhibit;

import java.util.List;

/// How much each of some places looked at each of others.
///
/// @param name whose attention it is, such as `head 3`
/// @param rows the places that look
/// @param columns the places looked at
/// @param weights `[row][column]`, each row's sum 1
public record AttentionMap(
    String name, List<String> rows, List<String> columns, float[][] weights) {}
