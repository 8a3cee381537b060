package profundo.nn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import profundo.base.Text;

/// Formats that are taken for safetensors: told apart by their first bytes, each with its remedy.
final class OtherFormat {
  private static final int LOOK = 512;

  /// gzip, bzip2, xz and Zstandard.
  private static final List<String> COMPRESSED =
      List.of("\u001f\u008b", "BZh", "\u00fd7zXZ", "(\u00b5/\u00fd");

  private static final Text TEXT = Text.of(OtherFormat.class);

  private OtherFormat() {}

  /// What a file is instead, in a sentence; empty if nobody knows.
  ///
  /// @param file what messages call the file
  static Optional<String> of(MemorySegment bytes, String file) {
    var start = new byte[(int) Math.min(LOOK, bytes.byteSize())];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, start, 0, start.length);
    return key(new String(start, ISO_8859_1)).map(key -> TEXT.get("safetensors.is." + key, file));
  }

  /// @param start the first bytes, one character for each
  private static Optional<String> key(String start) {
    if (start.startsWith("PK\3\4")) {
      return Optional.of(zip(start));
    }
    if (start.startsWith("version https://git-lfs")) {
      return Optional.of("lfs");
    }
    if (start.startsWith("GGUF") || start.startsWith("GGML") || start.startsWith("ggjt")) {
      return Optional.of("gguf");
    }
    if (start.startsWith("TFL3", 4)) {
      return Optional.of("tflite");
    }
    if (start.startsWith("\u0089HDF\r\n")) {
      return Optional.of("hdf5");
    }
    if (start.startsWith("\u0093NUMPY")) {
      return Optional.of("numpy");
    }
    if (start.matches("(?s)\u0080[\2-\5].*")) {
      return Optional.of("pickle");
    }
    if (COMPRESSED.stream().anyMatch(start::startsWith)) {
      return Optional.of("compressed");
    }
    if (start.startsWith("ustar", 257)) {
      return Optional.of("tar");
    }
    // An ONNX model starts with its ir_version and its producer or the next field.
    if (start.matches("(?s)\10[\1-\40][\22\32\42\50\72\102].*")) {
      return Optional.of("onnx");
    }
    return text(start.strip().toLowerCase(Locale.ROOT));
  }

  /// A zip is PyTorch's unless its first entry says another thing.
  private static String zip(String start) {
    if (start.contains(".npy")) {
      return "numpy";
    }
    return start.contains("config.json") || start.contains("metadata.json") ? "keras" : "pytorch";
  }

  private static Optional<String> text(String start) {
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return Optional.of("html");
    }
    boolean isIndex =
        start.startsWith("{") && (start.contains("weight_map") || start.contains("total_size"));
    return isIndex ? Optional.of("index") : Optional.empty();
  }
}
