package profundo.data;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;
import profundo.data.shared.Refusal;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Some samples together, each field one tensor with the samples along its first dimension. Of
/// sequences the second dimension is the longest sample's length, with zeros behind the others.
///
/// The tensors are made when they are first asked for, on the asking thread and in its innermost
/// scope, over the memory that a worker filled: there is no copy. That memory is used again for a
/// later batch only once the last tensor over it is gone, so a tensor that is kept keeps its
/// numbers. Outside every scope, where only the collector knows when a tensor is gone, they are
/// copies.
public final class Batch {
  private final List<Field> fields;
  private final Buffers buffers;
  private final int size;
  private final int[] @Nullable [] lengths;
  private final @Nullable Tensor[] tensors;
  private Device device = Device.CPU;

  Batch(List<Field> fields, Source.Filled filled) {
    this.fields = fields;
    this.buffers = filled.buffers();
    this.size = filled.samples();
    this.lengths = filled.lengths();
    this.tensors = new Tensor[fields.size()];
  }

  /// The number of samples.
  public int size() {
    return size;
  }

  /// Has its tensors made on a device; those that were asked for before stay where they are.
  Batch on(Device device) {
    this.device = device;
    return this;
  }

  /// The first field: what goes into the net, `[N, …]`.
  public Tensor x() {
    return field(0);
  }

  /// The second field: what should come out, `[N]` for class labels.
  public Tensor y() {
    return field(1);
  }

  /// The field at this place.
  public Tensor field(int index) {
    var made = tensors[index];
    if (made == null) {
      made = Scope.isOpen() ? view(index).to(device) : copy(index);
      tensors[index] = made;
    }
    return made;
  }

  /// How many steps each sample of a sequence field has, `[N]`.
  ///
  /// @throws ProfundoException if the field is no sequence
  public long[] lengths(int field) {
    var steps = lengths[field];
    if (steps == null) {
      throw Refusal.of("noSequence", fields.get(field).name());
    }
    return Arrays.stream(steps).asLongStream().toArray();
  }

  /// Which steps of a sequence field are a sample's own, BOOL `[N, longest]`: false is what stands
  /// behind its end.
  ///
  /// @throws ProfundoException if the field is no sequence
  public Tensor mask(int field) {
    var steps = lengths(field);
    try (var scope = Scope.open()) {
      var places = Tensor.arange(Arrays.stream(steps).max().orElse(0));
      var mask = places.unsqueeze(0).lt(Tensor.of(steps).unsqueeze(1)).to(device);
      return scope.keep(mask);
    }
  }

  private Tensor view(int index) {
    var field = fields.get(index);
    var steps = lengths[index];
    int longest = steps == null ? 1 : Arrays.stream(steps).max().orElse(0);
    MemorySegment memory = buffers.lend(index);
    return Tensor.view(
        memory, field.dtype(), field.batchShape(size, longest), () -> buffers.back());
  }

  private Tensor copy(int index) {
    try (var _ = Scope.open()) {
      var view = view(index);
      return Scope.release(device.equals(Device.CPU) ? view.copy() : view.to(device));
    }
  }

  /// The loader has moved on: memory that no tensor lies over can be used again.
  void done() {
    for (int i = 0; i < tensors.length; i++) {
      if (tensors[i] == null) {
        buffers.back();
      }
    }
  }
}
