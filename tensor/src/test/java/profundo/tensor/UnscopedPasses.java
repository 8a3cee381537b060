package profundo.tensor;

/// A process that makes 1,500 tensors of 16 MB without a scope, and prints by how many bytes those
/// that the collector had not given back were ahead of it at most.
final class UnscopedPasses {
  private UnscopedPasses() {}

  static void main() {
    long most = 0;
    for (int i = 0; i < 1500; i++) {
      Tensors.empty(DType.FLOAT32, Device.CPU, 4 << 20);
      most = Math.max(most, UnscopedMemory.bytes());
    }
    System.out.println(most);
  }
}
