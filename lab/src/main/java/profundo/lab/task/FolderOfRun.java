package profundo.lab.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.data.image.ReadFolder;
import profundo.lab.UsageException;
import profundo.train.Run;
import profundo.train.store.ArtefactKind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps with a run which folder of images it learns from, and says how the images are split.
final class FolderOfRun {
  private static final String FILE = "data.json";
  private static final Text TEXT = Text.of(UsageException.class);
  private static final JsonMapper JSON = new JsonMapper();

  private FolderOfRun() {}

  /// @throws UsageException if a run that is resumed finds another folder than it began with
  static void keep(Run run, ReadFolder folder, UsedImages images) {
    refuseAnother(run.folder().resolve(FILE), folder);
    if (run.folder().equals(run.writer().folder())) {
      say(run, folder, images);
    }
    var content = JSON.createObjectNode();
    content.put("folder", folder.path().toString());
    content.put("sha256", folder.sha256());
    content.put("images", folder.pictures());
    folder.leftOut().forEach(file -> content.withArray("leftOut").add(file.toString()));
    run.writer().artefact("data", ArtefactKind.FACTS, FILE, FILE, JSON.writeValueAsBytes(content));
  }

  private static void refuseAnother(Path file, ReadFolder folder) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      var begun = JSON.readTree(Files.readAllBytes(file)).path("sha256").asString("");
      if (!begun.equals(folder.sha256())) {
        throw new UsageException("folderChanged", folder.path());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JacksonException e) {
      throw new UsageException("artefactDamaged", file, String.valueOf(e.getMessage()));
    }
  }

  private static void say(Run run, ReadFolder folder, UsedImages images) {
    var key = folder.isSplit() ? "split.itsMakers" : "split.byName";
    run.progress()
        .say(
            TEXT.get(key, images.train().size(), images.validation().size(), images.test().size()));
    if (!folder.leftOut().isEmpty()) {
      var names =
          folder.leftOut().stream()
              .map(file -> folder.path().relativize(file.toAbsolutePath().normalize()).toString())
              .collect(Collectors.joining(", "));
      run.progress()
          .say(TEXT.get("imagesLeftOut", folder.leftOut().size(), folder.pictures(), names));
    }
  }
}
