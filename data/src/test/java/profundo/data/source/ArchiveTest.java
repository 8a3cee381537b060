package profundo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Archives;
import profundo.data.DataException;
import profundo.data.image.Cifar;

class ArchiveTest {
  @TempDir Path folder;

  @Test
  void filesAreReadFromEitherKind() throws IOException {
    var files =
        Map.of("a/one.txt", "1".getBytes(StandardCharsets.UTF_8), "two.bin", new byte[70_000]);
    for (var archive : new Path[] {zip(files), tar(files)}) {
      assertThat(Archive.read(archive, _ -> true)).containsOnlyKeys("a/one.txt", "two.bin");
      assertThat(Archive.read(archive, name -> name.endsWith(".bin")).get("two.bin"))
          .hasSize(70_000);
    }
  }

  @Test
  void anEntryThatPointsOutOfItsFolderIsNowhereWritten() throws IOException {
    var archive = zip(Map.of("../../escaped.txt", new byte[] {1}));
    assertThat(Archive.read(archive, _ -> true)).hasSize(1);
    assertThat(folder.resolve("../escaped.txt").normalize()).doesNotExist();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    var secret = Files.writeString(folder.resolve("secret.txt"), "secret");
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (byte kind : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
        var link = new TarArchiveEntry("link" + kind, kind);
        link.setLinkName(secret.toString());
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
    }
    var archive = Files.write(folder.resolve("links.tgz"), bytes.toByteArray());
    assertThatThrownBy(() -> Archive.read(archive, _ -> true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("links.tgz");
  }

  @Test
  void whatPromisesTooMuchIsRefusedUnread() throws IOException {
    var header = new byte[1024];
    var entry = new TarArchiveEntry("zeros");
    entry.setSize(1L << 32);
    entry.writeEntryHeader(header);
    var bytes = new ByteArrayOutputStream();
    try (var packed = new GZIPOutputStream(bytes)) {
      packed.write(header);
    }
    var archive = Files.write(folder.resolve("bomb.tgz"), bytes.toByteArray());
    assertThatThrownBy(() -> Archive.read(archive, _ -> true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bomb.tgz");
  }

  @Test
  void anArchiveIsWhatItsBytesSay() throws IOException {
    var zip = zip(Map.of("a", new byte[] {1}));
    var renamed = Files.move(zip, folder.resolve("really-a-zip.tgz"));
    assertThat(Archive.read(renamed, _ -> true)).containsOnlyKeys("a");
  }

  @Test
  void aChangedByteInAZipIsFound() throws IOException {
    var random = new byte[4000];
    new Random(3).nextBytes(random);
    var archive = zip(Map.of("a", random));
    var bytes = Files.readAllBytes(archive);
    bytes[2000] ^= 1;
    Files.write(archive, bytes);
    assertThatThrownBy(() -> Archive.read(archive, _ -> true)).isInstanceOf(DataException.class);
  }

  @Test
  void aDamagedArchiveIsNamed() throws IOException {
    for (var archive :
        new Path[] {zip(Map.of("a", new byte[5000])), tar(Map.of("a", new byte[5000]))}) {
      var bytes = Files.readAllBytes(archive);
      Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
      assertThatThrownBy(() -> Archive.read(archive, _ -> true))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(archive.toString());
    }
  }

  @Test
  void cifarsRecordsBecomePicturesAndLabels() throws IOException {
    var record = new byte[2 * 3073];
    record[0] = 7;
    record[1] = (byte) 200; // red of the first pixel
    record[3073] = 3;
    record[3073 + 1 + 2048 + 33] = 5; // blue, second row, second column
    var archive =
        tar(Map.of("b/data_batch_1.bin", record, "b/test_batch.bin", Arrays.copyOf(record, 3073)));
    var cifar = Cifar.read(archive, "cifar-10", Origin.Source.MIRROR);
    assertThat(cifar.train().labels().toLongArray()).containsExactly(7, 3);
    assertThat(cifar.train().pixels().shape()).hasToString("[2, 3, 32, 32]");
    assertThat(cifar.train().pixels().toIntArray()[0]).isEqualTo(200);
    assertThat(cifar.train().pixels().toIntArray()[3072 + 2048 + 33]).isEqualTo(5);
    assertThat(cifar.test().size()).isEqualTo(1);
    var cut =
        tar(Map.of("data_batch_1.bin", Arrays.copyOf(record, 3000), "test_batch.bin", record));
    assertThatThrownBy(() -> Cifar.read(cut, "cifar-10", Origin.Source.MIRROR))
        .isInstanceOf(DataException.class);
  }

  private Path zip(Map<String, byte[]> files) throws IOException {
    return Archives.zip(folder.resolve("made.zip"), files);
  }

  private Path tar(Map<String, byte[]> files) throws IOException {
    return Archives.tar(folder.resolve("made.tar.gz"), files);
  }

  @Test
  void aTarIsReadPlainAndPackedByBzip2() throws IOException {
    var plain = folder.resolve("plain.tar");
    try (var packed =
        new GZIPInputStream(
            Files.newInputStream(tar(Map.of("a/b.txt", new byte[] {1, 2}, "c", new byte[600]))))) {
      Files.write(plain, packed.readAllBytes());
    }
    var bzip2 = folder.resolve("packed.tar.bz2");
    try (var out = new BZip2CompressorOutputStream(Files.newOutputStream(bzip2))) {
      out.write(Files.readAllBytes(plain));
    }
    for (var archive : new Path[] {plain, bzip2}) {
      assertThat(Archive.read(archive, _ -> true).get("a/b.txt")).containsExactly(1, 2);
      assertThat(Archive.read(archive, _ -> true)).containsOnlyKeys("a/b.txt", "c");
    }
  }

  @Test
  void aPackedFileThatIsNoArchiveIsNotCalledDamaged() throws IOException {
    var file = folder.resolve("table.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("x,y\n1,2\n".repeat(500).getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> Archive.read(file, _ -> true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not a zip or tar archive");
  }

  @Test
  void aZipWithTwoFilesOfOneNameIsRefused() throws IOException {
    var archive = zip(Map.of("a.txt", new byte[] {1}, "b.txt", new byte[] {2}));
    var text = Files.readString(archive, StandardCharsets.ISO_8859_1).replace("b.txt", "a.txt");
    Files.writeString(archive, text, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Archive.read(archive, _ -> true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two files a.txt");
  }

  /// The central directory promises few bytes, and the packed stream gives many.
  @Test
  void anEntryIsReadNoFurtherThanItPromises() throws IOException {
    var archive = zip(Map.of("zeros", new byte[50_000_000]));
    var bytes = ByteBuffer.wrap(Files.readAllBytes(archive)).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(bytes.capacity() - 6);
    bytes.putInt(directory + 24, 100);
    Files.write(archive, bytes.array());
    assertThatThrownBy(() -> Archive.read(archive, _ -> true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unpacks to more");
  }

  @Test
  void aSecondFileOfOneNameDoesNotPassForTheFirst() throws IOException {
    var right = new byte[] {1, 2, 3};
    var one = zip(Map.of("a/x.txt", right));
    var sums = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81  x.txt\n";
    var list = HexFormat.of().formatHex(sha256(sums.getBytes(StandardCharsets.UTF_8)));
    var wanted = new DataFile("made.zip", "", list, "x\\.txt");
    assertThat(Checksum.matches(one, wanted)).isTrue();
    var two = zip(Map.of("a/x.txt", new byte[] {9}, "b/x.txt", right));
    assertThat(Checksum.matches(two, wanted)).isFalse();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
