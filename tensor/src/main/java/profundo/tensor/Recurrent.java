package profundo.tensor;

import org.jspecify.annotations.Nullable;

/// What a recurrent network leaves.
///
/// @param output the top layer's states at each step, `[N, L, D · hidden]` (batch first)
/// @param hidden the last state of each layer and direction, `[layers · D, N, hidden]`
/// @param cell an LSTM's last cells, `[layers · D, N, hidden]`; null for others
public record Recurrent(Tensor output, Tensor hidden, @Nullable Tensor cell) {}
