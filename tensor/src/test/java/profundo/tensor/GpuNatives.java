package profundo.tensor;

import profundo.base.ProfundoException;

/// A process that makes one tensor, and says which GPU it can use or why none.
final class GpuNatives {
  private GpuNatives() {}

  static void main() {
    try {
      FirstTensor.main();
      System.out.println(Device.cuda(0).requireAvailable());
    } catch (ProfundoException e) {
      System.out.println(e.getMessage());
    }
  }
}
