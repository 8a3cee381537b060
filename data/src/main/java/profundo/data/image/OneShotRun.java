package profundo.data.image;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.data.source.Archive;
import profundo.data.source.Catalogue;
import profundo.data.source.Sources;
import profundo.data.text.Utf8;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// One run of the one-shot classification that Omniglot was made for: twenty characters of one
/// alphabet, each shown once by one drawer, and twenty drawings by another that have to be told
/// apart.
///
/// @param examples one drawing of each character, `[20, 105, 105]` unsigned bytes: 255 is ink
/// @param trials the drawings to be told, `[20, 105, 105]`
/// @param answers for each trial the place of its character among the examples
public record OneShotRun(Tensor examples, Tensor trials, List<Integer> answers) {
  private static final int WAYS = 20;
  private static final Pattern ANSWER =
      Pattern.compile(
          "(\\S*run\\d+/test/item\\d+\\.png)\\s+(\\S*run\\d+/training/class\\d+\\.png)");

  /// Copies the list.
  public OneShotRun {
    answers = List.copyOf(answers);
  }

  /// The twenty runs that people and models were measured with (Lake et al. 2015), 400 trials.
  ///
  /// @throws DataException if no source has them
  public static List<OneShotRun> omniglot(Sources sources) {
    Given.require("sources", sources);
    var fetched = sources.require(Catalogue.entry("omniglot"));
    return read(fetched.file("all_runs.zip"));
  }

  /// The runs of an archive, each a folder `runNN`.
  ///
  /// @throws DataException if it cannot be read
  public static List<OneShotRun> read(Path archive) {
    Given.require("archive", archive);
    var files = Archive.read(archive, name -> name.matches("run\\d+/.*\\.(png|txt)"));
    return files.keySet().stream()
        .filter(name -> name.endsWith("class_labels.txt"))
        .map(labels -> run(archive, files, labels))
        .toList();
  }

  private static OneShotRun run(Path archive, Map<String, byte[]> files, String labels) {
    var folder = labels.substring(0, labels.indexOf('/') + 1);
    var examples =
        files.keySet().stream().filter(name -> name.startsWith(folder + "training/")).toList();
    var trials = new ArrayList<String>();
    var answers = new ArrayList<Integer>();
    for (var line :
        Utf8.decode(content(archive, files, labels), archive + "/" + labels).lines().toList()) {
      var parts = ANSWER.matcher(line.strip());
      int answer = parts.matches() ? examples.indexOf(parts.group(2)) : -1;
      if (answer < 0) {
        throw Refusal.of("wrongLabel", archive + "/" + labels, line);
      }
      trials.add(parts.group(1));
      answers.add(answer);
    }
    if (examples.size() != WAYS || trials.size() != WAYS) {
      throw Refusal.of("missingDrawings", archive + "/" + folder, trials.size(), WAYS);
    }
    return new OneShotRun(
        drawings(archive, files, examples), drawings(archive, files, trials), answers);
  }

  private static Tensor drawings(Path archive, Map<String, byte[]> files, List<String> names) {
    long size = (long) Omniglot.SIDE * Omniglot.SIDE;
    var memory = Arena.ofAuto().allocate(names.size() * size);
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      Omniglot.draw(
          content(archive, files, name), archive + "/" + name, memory.asSlice(i * size, size));
    }
    try (var _ = Scope.open()) {
      return Scope.release(
          Tensor.view(memory, DType.UINT8, names.size(), Omniglot.SIDE, Omniglot.SIDE));
    }
  }

  private static byte[] content(Path archive, Map<String, byte[]> files, String name) {
    var content = files.get(name);
    if (content == null) {
      throw Refusal.of("missingFile", archive, name);
    }
    return content;
  }
}
