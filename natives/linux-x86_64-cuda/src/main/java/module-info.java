/// libtorch and OpenBLAS for Linux on x86-64 with CUDA, for module paths and jlink images.
@SuppressWarnings("module")
module profundo.natives.linux.x86_64.cuda {
  requires org.bytedeco.javacpp.linux.x86_64;
  requires org.bytedeco.openblas.linux.x86_64;
  requires org.bytedeco.pytorch.linux.x86_64.gpu;
}
