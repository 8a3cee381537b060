package profundo.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What may be written over, and what is left of a write that did not end.
@DisabledOnOs(OS.WINDOWS)
class WholeFileTest {
  private static final byte[] OLD = {1, 2};
  private static final byte[] NEW = {3};

  @TempDir Path folder;

  @Test
  void aFileIsWrittenWholeOrNotAtAll() throws IOException {
    var file = folder.resolve("a.bin");
    WholeFile.write(file, OLD);
    assertThatThrownBy(() ->
            WholeFile.write(
                file,
                channel -> {
                  WholeFile.writeFully(channel, ByteBuffer.wrap(NEW));
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(file).hasBinaryContent(OLD);
    assertThat(inFolder()).containsExactly("a.bin");
  }

  @Test
  void onlyARegularFileIsReplaced() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var inner = Files.createDirectory(folder.resolve("inner"));
    var device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/null"));
    var dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nothing"));
    var loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    var file = Files.write(folder.resolve("file"), OLD);
    assertThat(refusal(pipe)).contains("a device or a pipe");
    assertThat(refusal(device)).contains("a device or a pipe");
    assertThat(refusal(inner)).isEqualTo("it is a folder");
    assertThat(refusal(Path.of("/"))).isEqualTo("it is a folder");
    assertThat(refusal(dangling)).isEqualTo("it is a link to nothing");
    assertThat(refusal(loop)).isEqualTo("its links lead in a circle");
    assertThat(refusal(file.resolve("in"))).isEqualTo("a file is where a folder should be");
    var absent = folder.resolve("absent");
    assertThat(refusal(absent.resolve("in"))).isEqualTo("the folder " + absent + " is not there");
    assertThat(refusal(folder.resolve("n".repeat(256)))).isEqualTo("its name is too long");
    assertThat(inFolder())
        .containsExactlyInAnyOrder("pipe", "inner", "device", "dangling", "loop", "file");
    for (var link : List.of(device, dangling, loop)) {
      assertThat(link).isSymbolicLink();
    }
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThatThrownBy(() -> WholeFile.place(Path.of("/dev/null"))).isInstanceOf(IOException.class);
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
    var file = Files.write(Files.createDirectory(folder.resolve("there")).resolve("file"), OLD);
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("there/file"));
    WholeFile.write(link, NEW);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasBinaryContent(NEW).isRegularFile();
  }

  @Test
  void aFileHasThePermissionsOfAnyNewOneAndKeepsItsOwnWhenReplaced() throws IOException {
    var usual = Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual")));
    var file = folder.resolve("file");
    WholeFile.write(file, OLD);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(usual);
    var own = PosixFilePermissions.fromString("rw-r-x--x");
    Files.setPosixFilePermissions(file, own);
    WholeFile.write(file, NEW);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(own);
  }

  @Test
  void aFileThatIsProtectedIsNotReplaced() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("permissions do not bind root: skipped")
        .isNotEqualTo("root");
    var file = Files.write(folder.resolve("file"), OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertThat(refusal(file)).isEqualTo("no permission");
    assertThat(file).hasBinaryContent(OLD);
  }

  @Test
  void theLongestNameCanBeWritten() throws IOException {
    for (var name : List.of("n".repeat(255), "ñ".repeat(127), "🦤".repeat(63))) {
      WholeFile.write(folder.resolve(name), NEW);
      assertThat(folder.resolve(name)).hasBinaryContent(NEW);
    }
  }

  @Test
  void aDraftStaysWhileItsWriterLivesAndGoesWithTheNextWriteAfterwards() throws Exception {
    var file = folder.resolve("a.bin");
    var writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HeldDraft.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = writer.inputReader()) {
      assertThat(said.readLine()).isEqualTo("writing");
      WholeFile.write(file, NEW);
      assertThat(inFolder()).hasSize(2);
    }
    writer.destroyForcibly().waitFor();
    WholeFile.write(folder.resolve("other.bin"), NEW);
    assertThat(inFolder()).as("another file's draft is left alone").hasSize(3);
    WholeFile.write(file, NEW);
    assertThat(inFolder()).containsExactlyInAnyOrder("a.bin", "other.bin");
  }

  @Test
  void writersOfOneProcessLeaveEachOthersDrafts() throws IOException {
    var file = folder.resolve("a.bin");
    WholeFile.write(
        file,
        outer -> {
          WholeFile.write(file, OLD);
          WholeFile.writeFully(outer, ByteBuffer.wrap(NEW));
        });
    assertThat(file).hasBinaryContent(NEW);
    assertThat(inFolder()).containsExactly("a.bin");
  }

  private List<String> inFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String refusal(Path file) {
    return Reason.of(catchThrowableOfType(IOException.class, () -> WholeFile.write(file, NEW)));
  }
}
