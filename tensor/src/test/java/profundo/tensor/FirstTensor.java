package profundo.tensor;

/// A process that makes one tensor and prints its sum.
final class FirstTensor {
  private FirstTensor() {}

  static void main() {
    try (var _ = Scope.open()) {
      System.out.println((long) Tensors.arange(0, 10, 1).sum().item());
    }
  }
}
