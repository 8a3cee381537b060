/// libtorch and OpenBLAS for macOS on arm64, for module paths and jlink images.
@SuppressWarnings("module")
module profundo.natives.macosx.arm64 {
  requires org.bytedeco.javacpp.macosx.arm64;
  requires org.bytedeco.openblas.macosx.arm64;
  requires org.bytedeco.pytorch.macosx.arm64;
}
