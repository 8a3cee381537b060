/// libtorch and OpenBLAS for Windows on x86-64 with CUDA, for module paths and jlink images.
@SuppressWarnings("module")
module profundo.natives.windows.x86_64.cuda {
  requires org.bytedeco.javacpp.windows.x86_64;
  requires org.bytedeco.openblas.windows.x86_64;
  requires org.bytedeco.pytorch.windows.x86_64.gpu;
}
