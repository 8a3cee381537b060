package profundo.tensor;

/// A process that uses a closed tensor and prints what it is told.
final class ClosedTensor {
  private ClosedTensor() {}

  static void main() {
    Tensor escaped;
    try (var _ = Scope.open()) {
      escaped = Tensor.ones(2).exp();
    }
    try {
      escaped.sum();
    } catch (ClosedTensorException e) {
      System.out.println(e.getMessage());
      for (var place : e.getSuppressed()) {
        System.out.println(place.getMessage() + ": " + place.getStackTrace().length + " frames");
      }
    }
  }
}
