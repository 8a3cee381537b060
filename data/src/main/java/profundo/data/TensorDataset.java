package profundo.data;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.shared.Refusal;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// A dataset whose fields are tensors, with the samples along their first dimension.
///
/// ```java
/// var pairs = new TensorDataset(x, y);    // [N, 8] and [N]
/// var loader = new Loader(pairs, o -> o.batch(32).shuffle(7));
/// ```
public final class TensorDataset implements Dataset {
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final MemorySegment[] memory;
  private final long size;

  /// A dataset of these tensors, which it holds from now on.
  ///
  /// @throws ShapeException if their first sizes differ
  public TensorDataset(Tensor... tensors) {
    Given.require("tensors", tensors);
    if (tensors.length == 0) {
      throw new ProfundoException("A dataset of tensors has 1 tensor or more.");
    }
    for (var tensor : tensors) {
      if (tensor.dim() == 0) {
        throw new ShapeException(
            "", "A dataset's tensor has the samples along its first dimension, not [].");
      }
    }
    size = tensors[0].size(0);
    memory = new MemorySegment[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      var tensor = Scope.release(tensors[i].contiguous());
      if (tensor.size(0) != size) {
        throw new ShapeException(
            "",
            Refusal.text("tooSmall", "field " + i, tensor.size(0), size),
            tensors[0].shape(),
            tensor.shape());
      }
      var sizes = tensor.shape().toArray();
      var sample = Shape.of(java.util.Arrays.copyOfRange(sizes, 1, sizes.length));
      this.tensors.add(tensor);
      fields.add(new Field("field" + i, tensor.dtype(), sample));
      memory[i] = tensor.segment();
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public List<Field> fields() {
    return List.copyOf(fields);
  }

  @Override
  public void read(long index, MemorySegment[] into, int row, long random) {
    Given.require("into", into);
    for (int i = 0; i < memory.length; i++) {
      long bytes = fields.get(i).bytes();
      MemorySegment.copy(memory[i], index * bytes, into[i], row * bytes, bytes);
    }
  }

  @Override
  public String toString() {
    return "tensors " + tensors.stream().map(Tensor::shape).toList();
  }
}
