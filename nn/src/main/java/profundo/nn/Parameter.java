package profundo.nn;

import profundo.tensor.Tensor;

/// A tensor of a net with its full name, such as `encoder.layers.0.weight`.
public record Parameter(String name, Tensor tensor) {}
