package profundo.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsThereUntilItIsDeleted() throws IOException {
    var tree = folder.resolve("tree");
    FolderTree.write(tree, Map.of("a.txt", "a".getBytes(UTF_8), "b/c.txt", "c".getBytes(UTF_8)));
    assertThat(tree.resolve("a.txt")).hasContent("a");
    assertThat(tree.resolve("b/c.txt")).hasContent("c");
    FolderTree.delete(tree);
    assertThat(tree).doesNotExist();
    FolderTree.delete(tree);
  }

  @Test
  void whatALinkLeadsToStays() throws IOException {
    var other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("kept"), "kept");
    var tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), other);
    FolderTree.delete(tree);
    assertThat(other.resolve("kept")).hasContent("kept");
  }

  @Test
  void nothingIsWrittenOutsideTheFolder() {
    assertThatThrownBy(() -> FolderTree.write(folder.resolve("t"), Map.of("../x", new byte[1])))
        .isInstanceOf(ProfundoException.class);
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
