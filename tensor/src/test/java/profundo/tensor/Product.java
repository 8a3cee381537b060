package profundo.tensor;

/// A process that multiplies two matrices of ones in double precision and prints the product's sum.
final class Product {
  private Product() {}

  static void main() {
    try (var _ = Scope.open()) {
      var ones = Tensor.ones(700, 700).to(DType.FLOAT64);
      System.out.println((long) ones.mm(ones).sum().item());
    }
  }
}
