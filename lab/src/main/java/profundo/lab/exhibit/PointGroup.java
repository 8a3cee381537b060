package profundo.lab.exhibit;

/// Points of one kind in a plane.
///
/// @param name of their class, say
/// @param x from left to right
/// @param y upwards, as many as `x`
/// @param joined whether a line goes from each to the next
public record PointGroup(String name, float[] x, float[] y, boolean joined) {}
