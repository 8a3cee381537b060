package profundo.data.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.DataException;
import profundo.data.image.DigitPhoto;
import profundo.data.image.Idx;
import profundo.data.image.ImageFile;
import profundo.data.sound.Wav;
import profundo.data.source.Archive;
import profundo.data.table.Table;
import profundo.data.text.SentencePairs;
import profundo.data.text.Tokenizer;
import profundo.data.text.Utf8;

/// Whatever a file is, each reader names it for what it is.
class FileKindTest {
  private static final Map<String, Consumer<Path>> READERS = new LinkedHashMap<>();

  static {
    READERS.put("archive", file -> Archive.read(file, _ -> true));
    READERS.put("picture", ImageFile::read);
    READERS.put("sound", Wav::read);
    READERS.put("table", Table::read);
    READERS.put("text", Utf8::read);
    READERS.put("pairs", file -> SentencePairs.read(file, file));
    READERS.put("idx", Idx::read);
    READERS.put("tokenizer", Tokenizer::read);
    READERS.put("photo", DigitPhoto::read);
  }

  @TempDir Path folder;

  private void everyReaderSays(byte[] content, String... words) throws IOException {
    var file = Files.write(folder.resolve("given"), content);
    READERS.forEach((reader, read) ->
        assertThatThrownBy(() -> read.accept(file))
            .as(reader)
            .isInstanceOf(DataException.class)
            .hasMessageContaining(file.toString())
            .hasMessageContainingAll(words));
  }

  private static byte[] hex(String begin) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex(begin));
    bytes.writeBytes(new byte[2000]);
    return bytes.toByteArray();
  }

  @Test
  void aPointerOfGitLfsIsNotItsFile() throws IOException {
    var pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
            .getBytes(StandardCharsets.UTF_8);
    everyReaderSays(pointer, "Git LFS", "git lfs pull");
  }

  @Test
  void packedFilesAreNamed() throws IOException {
    everyReaderSays(hex("377abcaf271c0004"), "7z", "unpack it");
    everyReaderSays(hex("526172211a0700"), "RAR", "unpack it");
    everyReaderSays(hex("fd377a585a000004"), "xz", "unpack it");
    everyReaderSays(hex("28b52ffd00"), "Zstandard", "unpack it");
  }

  @Test
  void otherKindsAreNamed() throws IOException {
    everyReaderSays(hex("255044462d312e35"), "PDF");
    everyReaderSays(hex("934e554d505901"), "NumPy");
    everyReaderSays(hex("fffe61006200"), "UTF-16", "iconv");
    everyReaderSays(hex("664c6143"), "FLAC");
    everyReaderSays(hex("524946460000000057454250"), "WebP");
  }

  @Test
  void anErrorPageIsNoData() throws IOException {
    var page = "\n<!DOCTYPE html>\n<html><body>404, not found</body></html>";
    var file = Files.writeString(folder.resolve("page"), page);
    for (var reader : READERS.entrySet()) {
      if (!reader.getKey().matches("text|pairs|tokenizer")) {
        assertThatThrownBy(() -> reader.getValue().accept(file))
            .as(reader.getKey())
            .isInstanceOf(DataException.class)
            .hasMessageContaining("HTML page");
      }
    }
    assertThat(Utf8.read(file)).isEqualTo(page);
  }

  @Test
  void foldersLoopsAndAbsentFilesAreNamed() throws IOException {
    var there = Files.createDirectory(folder.resolve("a.csv"));
    var loop = folder.resolve("loop.csv");
    Files.createSymbolicLink(loop, loop);
    var absent = folder.resolve("absent.csv");
    READERS.forEach((reader, read) -> {
      assertThatThrownBy(() -> read.accept(there))
          .as(reader)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(there.toString(), "it is a folder");
      assertThatThrownBy(() -> read.accept(loop))
          .as(reader)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("circle");
      assertThatThrownBy(() -> read.accept(absent))
          .as(reader)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("not there");
    });
  }

  @Test
  void anEmptyFileIsNeverNull() throws IOException {
    var empty = Files.write(folder.resolve("empty"), new byte[0]);
    for (var reader : READERS.entrySet()) {
      if (!reader.getKey().matches("text|pairs")) {
        assertThatThrownBy(() -> reader.getValue().accept(empty))
            .as(reader.getKey())
            .isInstanceOf(DataException.class)
            .hasMessageContaining("empty")
            .message()
            .doesNotContain("null");
      }
    }
  }
}
