package profundo.bench;

import profundo.tensor.Tensor;

/// The shortest program with a tensor.
final class FirstTensor {
  private FirstTensor() {}

  public static void main(String[] words) {
    System.out.println(Tensor.of(new float[] {1, 2, 3}, 3).add(1).sum().item());
  }
}
