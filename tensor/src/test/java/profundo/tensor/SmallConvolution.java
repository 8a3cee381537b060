package profundo.tensor;

/// A process that convolves one small picture and prints the result's shape.
final class SmallConvolution {
  private SmallConvolution() {}

  static void main() {
    try (var _ = Scope.open()) {
      var one = new long[] {1, 1};
      var none = new long[] {0, 0};
      var y = Tensor.ones(1, 1, 8, 8).conv2d(Tensor.ones(4, 1, 3, 3), null, one, none, one, 1);
      System.out.println(y.shape());
    }
  }
}
