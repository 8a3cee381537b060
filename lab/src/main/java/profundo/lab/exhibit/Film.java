package profundo.lab.exhibit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import profundo.data.image.Pictures;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.store.ArtefactKind;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The same picture after one epoch and another, so that people see what a training does; it is
/// written anew with every frame, so that a training that is stopped goes on with it.
public final class Film {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ENDING = ".json";
  private static final int MOST = 24;

  private final Run run;
  private final String name;
  private final int epochs;
  private final TreeMap<Integer, Frame> frames;

  /// A picture of a film.
  ///
  /// @param epoch how many epochs had been trained
  /// @param png the picture in Base64
  public record Frame(int epoch, String png) {}

  /// A film of a training of so many epochs; of a longer one not every epoch has a frame.
  ///
  /// @param name of the exhibit
  public Film(Run run, String name, int epochs) {
    this.run = run;
    this.name = name;
    this.epochs = epochs;
    frames = made(file());
  }

  private Path file() {
    return run.folder().resolve((run.part().isEmpty() ? "" : run.part() + ".") + name + ENDING);
  }

  private static TreeMap<Integer, Frame> made(Path file) {
    try {
      var made =
          Files.exists(file)
              ? JSON.readValue(Files.readAllBytes(file), new TypeReference<List<Frame>>() {})
              : List.<Frame>of();
      return made.stream()
          .sorted(Comparator.comparingInt(Frame::epoch))
          .collect(
              Collectors.toMap(Frame::epoch, frame -> frame, (_, later) -> later, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds a picture `[C, H, W]`, 0 to 1, if this epoch has a frame.
  ///
  /// @param epoch the epoch that has ended, from 0
  public void add(int epoch, Supplier<Tensor> picture) {
    int done = epoch + 1;
    if (done % Math.ceilDiv(epochs, MOST) != 0 && done != epochs && done != 1) {
      return;
    }
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var png = Base64.getEncoder().encodeToString(Pictures.png(picture.get()));
      frames.put(done, new Frame(done, png));
    }
    run.exhibit(name, ArtefactKind.FILM, ENDING, JSON.writeValueAsBytes(frames.values()));
  }
}
