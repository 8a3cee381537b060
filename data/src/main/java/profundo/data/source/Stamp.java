package profundo.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import profundo.base.WholeFile;

/// What remembers in a dataset's folder that its files are checked, and what gave them. A file
/// whose size or time has changed since is not trusted.
record Stamp(Path folder) {
  void write(Entry entry, Origin.Source source) throws IOException {
    var text = source.name() + "\n" + state(entry);
    WholeFile.write(file(), text.getBytes(StandardCharsets.UTF_8));
  }

  boolean exists() {
    return Files.exists(file());
  }

  void delete() throws IOException {
    Files.deleteIfExists(file());
  }

  /// What gave the files, if all are as they were.
  Optional<Origin.Source> source(Entry entry) {
    if (!exists()) {
      return Optional.empty();
    }
    try {
      var lines = Files.readString(file()).split("\n", 2);
      return lines.length == 2 && lines[1].equals(state(entry))
          ? Optional.of(Origin.Source.valueOf(lines[0]))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger("profundo.data")
          .log(System.Logger.Level.DEBUG, "The cache's stamp is not readable: " + folder, e);
      return Optional.empty();
    }
  }

  /// Each file's size and time.
  private String state(Entry entry) throws IOException {
    var all = new StringBuilder();
    for (var file : entry.files()) {
      var path = file.in(folder);
      all.append(file.name())
          .append(' ')
          .append(Files.size(path))
          .append(' ')
          .append(Files.getLastModifiedTime(path).toMillis())
          .append('\n');
    }
    return all.toString();
  }

  private Path file() {
    return folder.resolve(".checked");
  }
}
