/// Floor 0 of Profundo: tensors, autograd and native memory on libtorch.
module profundo.tensor {
  requires jdk.management;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.pytorch;
  requires static transitive org.jspecify;

  exports profundo.base;
  exports profundo.tensor;
}
