package profundo.tensor;

import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.Type;

/// A native list of tensors in the form that operators called by name take.
final class BoxedList {
  private static final Type.TypePtr TENSOR = Native.constant(BoxedList::tensorType);

  /// The list as an argument.
  final IValue value;

  private final TensorList list;

  BoxedList() {
    var empty = new GenericList(TENSOR);
    value = new IValue(empty);
    empty.deallocate();
    list = value.toTensorList();
  }

  void set(int index, org.bytedeco.pytorch.Tensor tensor) {
    list.set(index, tensor);
  }

  void add(org.bytedeco.pytorch.Tensor tensor) {
    list.push_back(tensor);
  }

  void clear() {
    list.clear();
  }

  void deallocate() {
    list.deallocate();
    value.deallocate();
  }

  private static Type.TypePtr tensorType() {
    var none = new TensorList();
    var type = new Type.TypePtr(none.elementType());
    none.deallocate();
    return type;
  }
}
