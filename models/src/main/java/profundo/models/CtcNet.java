package profundo.models;

import profundo.tensor.Tensor;

/// A net under connectionist temporal classification (Graves, Fernández, Gomez & Schmidhuber 2006):
/// at each frame it says with what probability each label is heard there, or none. The last class,
/// the blank, stands for none.
public interface CtcNet {
  /// Log-probabilities `[N, T, labels + 1]` of frames `[N, T, in]`.
  ///
  /// @param lengths how many frames each sample has, 1 to T
  Tensor forward(Tensor frames, long[] lengths);
}
