package profundo.data.image;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.base.Text;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.data.source.Archive;
import profundo.data.source.Catalogue;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Omniglot (Lake, Salakhutdinov & Tenenbaum 2015): characters of many alphabets, each drawn once
/// by each of twenty people, 105×105 pixels.
///
/// @param characters the characters, by alphabet and name
/// @param drawings for each character its drawings in the order of the drawers, `[characters, 20,
///   105, 105]` unsigned bytes: 255 is ink, 0 the paper
/// @param origin where they came from; `samples` counts the drawings
public record Omniglot(List<Sign> characters, Tensor drawings, Origin origin) {
  /// How many people drew each character.
  public static final int DRAWERS = 20;

  /// A drawing's height and width.
  public static final int SIDE = 105;

  private static final Pattern NAME =
      Pattern.compile(".*?([^/]+)/(character\\d+)/\\d+_(\\d{2})\\.png");

  /// A character of an alphabet, such as `Greek`, `character01`.
  public record Sign(String alphabet, String name) {}

  /// Copies the list.
  public Omniglot {
    characters = List.copyOf(characters);
  }

  /// The first small set to learn from: five alphabets, 136 characters.
  ///
  /// @throws DataException if no source has it
  public static Omniglot small1(Sources sources) {
    Given.require("sources", sources);
    return fetch(sources, "omniglot", "images_background_small1.zip");
  }

  /// The second small set to learn from: five alphabets, 156 characters.
  ///
  /// @throws DataException if no source has it
  public static Omniglot small2(Sources sources) {
    Given.require("sources", sources);
    return fetch(sources, "omniglot", "images_background_small2.zip");
  }

  /// All that there is to learn from: 30 alphabets, 964 characters.
  ///
  /// @throws DataException if no source has it
  public static Omniglot background(Sources sources) {
    Given.require("sources", sources);
    return fetch(sources, "omniglot-full", "images_background.zip");
  }

  /// What is kept for measuring: 20 other alphabets, 659 characters.
  ///
  /// @throws DataException if no source has it
  public static Omniglot evaluation(Sources sources) {
    Given.require("sources", sources);
    return fetch(sources, "omniglot-full", "images_evaluation.zip");
  }

  /// The names of the alphabets, in order.
  public List<String> alphabets() {
    return characters.stream().map(Sign::alphabet).distinct().toList();
  }

  /// The characters of these alphabets only.
  ///
  /// @throws DataException if one is not among [#alphabets()]
  public Omniglot only(Set<String> alphabets) {
    Given.require("alphabets", alphabets);
    for (var alphabet : alphabets) {
      if (!alphabets().contains(alphabet)) {
        throw Refusal.of("noAlphabet", alphabet, String.join(", ", alphabets()));
      }
    }
    var kept =
        IntStream.range(0, characters.size())
            .filter(i -> alphabets.contains(characters.get(i).alphabet()))
            .toArray();
    try (var _ = Scope.open()) {
      var places = Tensor.of(IntStream.of(kept).asLongStream().toArray());
      return new Omniglot(
          IntStream.of(kept).mapToObj(characters::get).toList(),
          Scope.release(drawings.indexSelect(0, places)),
          new Origin(origin.name(), origin.source(), (long) kept.length * DRAWERS));
    }
  }

  /// The drawings one after the other, `[1, 105, 105]` each, labelled with the place of their
  /// character.
  public Images images() {
    try (var _ = Scope.open()) {
      var labels = IntStream.range(0, characters.size() * DRAWERS).mapToLong(i -> i / DRAWERS);
      return new Images(drawings.flatten(0, 1), Tensor.of(labels.toArray()), o -> {});
    }
  }

  private static Omniglot fetch(Sources sources, String name, String file) {
    var fetched = sources.require(Catalogue.entry(name));
    return read(fetched.file(file), name, fetched.source());
  }

  static Omniglot read(Path archive, String name, Origin.Source source) {
    var files = Archive.read(archive, file -> NAME.matcher(file).matches());
    var characters = files.keySet().stream().map(Omniglot::sign).distinct().toList();
    long count = (long) characters.size() * DRAWERS;
    if (files.size() != count) {
      throw Refusal.of("missingDrawings", archive, files.size(), count);
    }
    var memory = Arena.ofAuto().allocate(count * SIDE * SIDE);
    long next = 0;
    for (var file : files.entrySet()) {
      var place = archive + "/" + file.getKey();
      if (!file.getKey().endsWith(Text.format("_%02d.png", next % DRAWERS + 1))) {
        throw Refusal.of("missingDrawings", place, next, count);
      }
      draw(file.getValue(), place, memory.asSlice(next * SIDE * SIDE, SIDE * SIDE));
      next++;
    }
    try (var _ = Scope.open()) {
      var drawings =
          Scope.release(Tensor.view(memory, DType.UINT8, characters.size(), DRAWERS, SIDE, SIDE));
      return new Omniglot(characters, drawings, new Origin(name, source, count));
    }
  }

  private static Sign sign(String file) {
    var parts = NAME.matcher(file);
    if (!parts.matches()) {
      throw new IllegalArgumentException(file);
    }
    return new Sign(parts.group(1), parts.group(2));
  }

  /// Puts a drawing's ink into memory.
  static void draw(byte[] file, String name, MemorySegment into) {
    var image = ImageFile.decode(file, name);
    if (image.width() != SIDE || image.height() != SIDE) {
      throw Refusal.of("wrongSize", name, image.width(), image.height(), SIDE, SIDE);
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
      into.set(ValueLayout.JAVA_BYTE, i, (byte) ~(image.colours()[i] & 0xff));
    }
  }
}
