package profundo.tensor;

/// What an operation found along a dimension: the values, and the 64-bit indices where they lay.
///
/// @param values what was found
/// @param indices where it lay, along the dimension that was searched
public record ValuesIndices(Tensor values, Tensor indices) {
  static ValuesIndices of(Tensor... both) {
    return new ValuesIndices(both[0], both[1]);
  }
}
