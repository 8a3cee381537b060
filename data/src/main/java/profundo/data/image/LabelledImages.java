package profundo.data.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.data.source.Catalogue;
import profundo.data.source.DataFile;
import profundo.data.source.Entry;
import profundo.data.source.Fetched;
import profundo.data.source.Origin;
import profundo.data.source.Sources;
import profundo.tensor.Scope;

/// A dataset of labelled pictures, split for training and testing as its makers did.
///
/// @param train the training pictures
/// @param test the test pictures
/// @param origin where they came from; `samples` counts the training pictures
/// @param folder what the folder was like, if they are a person's own
public record LabelledImages(
    Images train, Images test, Origin origin, Optional<ReadFolder> folder) {
  /// Of no folder.
  public LabelledImages(Images train, Images test, Origin origin) {
    this(train, test, origin, Optional.empty());
  }

  /// MNIST (LeCun et al. 1998): 28×28 digits, 60,000 to train and 10,000 to test, `[1, 28, 28]`;
  /// where no source has them, the 10,000 and 2,000 that ship in the jar.
  public static LabelledImages mnist(Sources sources) {
    Given.require("sources", sources);
    var entry = Catalogue.entry("mnist");
    return idx(sources.fetch(entry), entry);
  }

  /// Fashion-MNIST (Xiao et al. 2017): ten kinds of clothes in MNIST's format.
  ///
  /// @throws DataException if no source has it
  public static LabelledImages fashionMnist(Sources sources) {
    Given.require("sources", sources);
    var entry = Catalogue.entry("fashion-mnist");
    return idx(Optional.of(sources.require(entry)), entry);
  }

  /// Kuzushiji-MNIST (Clanuwat et al. 2018): ten kinds of cursive Japanese characters in MNIST's
  /// format; where no source has all 60,000 to train, the first 7,011 from a mirror.
  ///
  /// @throws DataException if no source has it
  public static LabelledImages kmnist(Sources sources) {
    Given.require("sources", sources);
    return idx(
        Optional.of(sources.require(Catalogue.entry("kmnist"), Catalogue.entry("kmnist-subset"))),
        Catalogue.entry("kmnist"));
  }

  /// CIFAR-10 (Krizhevsky 2009): ten kinds of things in 32×32 colours, `[3, 32, 32]`, 50,000 to
  /// train and 10,000 to test; where no source has them all, the first 10,000 to train from a
  /// mirror.
  ///
  /// @throws DataException if no source has either
  public static LabelledImages cifar10(Sources sources) {
    Given.require("sources", sources);
    var whole = Catalogue.entry("cifar-10");
    var fetched = sources.require(whole, Catalogue.entry("cifar-10-subset"));
    return Cifar.read(fetched.file(), whole.name(), fetched.source());
  }

  /// As [#folder(Path,ImageCrop)] without a margin.
  public static LabelledImages folder(Path folder, int channels, int height, int width) {
    return folder(folder, new ImageCrop(channels, height, width));
  }

  /// The pictures of a folder that holds a folder for each class: see [ImageFolder]. Where it holds
  /// `train` and `test` instead, each of these has the folders of the classes. Otherwise a sixth of
  /// each class is kept for the test; a picture's name decides, so the split is the same on every
  /// machine. They come in an order in which no class follows another.
  ///
  /// Each picture is decoded once, so that damaged ones are known: one in a hundred is left out,
  /// more are refused. Without a margin, and if all fit into 256 MiB as the net reads them, they
  /// stay in memory; otherwise the loader's threads decode them each time.
  ///
  /// @param crop what a net reads of each
  /// @throws DataException if the folder cannot be read, has no classes, `train` and `test` have
  ///   others, or too many pictures are damaged
  public static LabelledImages folder(Path folder, ImageCrop crop) {
    Given.require("folder", folder);
    Given.require("crop", crop);
    boolean isSplit = FolderSplit.isSplit(folder);
    var parts = new ArrayList<FolderReading>();
    parts.add(FolderReading.of(ImageFolder.list(FolderSplit.train(folder)), crop));
    if (isSplit) {
      parts.add(FolderReading.of(ImageFolder.list(FolderSplit.test(folder)), crop));
    }
    var all = parts.getFirst().listing();
    var train = isSplit ? all : all.train();
    var test = isSplit ? parts.getLast().listing() : all.test();
    if (!test.classes().equals(all.classes())) {
      throw Refusal.of("otherClasses", folder, all.classes(), test.classes());
    }
    if (train.pictures().isEmpty() || test.pictures().isEmpty()) {
      throw Refusal.of("fewPictures", folder, all.pictures().size());
    }
    var leftOut = parts.stream().flatMap(part -> part.leftOut().stream()).toList();
    var read =
        new ReadFolder(
            folder.toAbsolutePath().normalize(),
            FolderReading.sha256(parts),
            parts.stream().mapToLong(part -> part.hashes().size()).sum(),
            leftOut,
            isSplit);
    try (var _ = Scope.open()) {
      return new LabelledImages(
          train.mixed().images(crop, o -> {}),
          test.mixed().images(crop, o -> {}),
          new Origin(name(folder), Origin.Source.FOLDER, train.pictures().size()),
          Optional.of(read));
    }
  }

  /// The same pictures as a net wants them, `[channels, height, width]`: greys are the luma of
  /// colours, colours of greys are grey; the size by the means of areas. These themselves if they
  /// are so already.
  public LabelledImages as(int channels, int height, int width) {
    Ranges.require("channels", channels, 1, 3);
    Ranges.positive("height", height);
    Ranges.positive("width", width);
    return new LabelledImages(
        train.as(channels, height, width), test.as(channels, height, width), origin, folder);
  }

  private static String name(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName() + "/";
  }

  /// `mnist`, `fashion-mnist`, `kmnist` or `cifar-10`.
  ///
  /// @throws DataException if it is none of them
  public static LabelledImages named(String name, Sources sources) {
    Given.require("name", name);
    Given.require("sources", sources);
    return switch (name) {
      case "mnist" -> mnist(sources);
      case "fashion-mnist" -> fashionMnist(sources);
      case "kmnist" -> kmnist(sources);
      case "cifar-10" -> cifar10(sources);
      default -> throw Refusal.of("unknown", name, "mnist, fashion-mnist, kmnist, cifar-10");
    };
  }

  /// The files that were fetched, or the sample in the jar.
  private static LabelledImages idx(Optional<Fetched> fetched, Entry entry) {
    try (var _ = Scope.open()) {
      var files = fetched.map(Fetched::entry).orElse(entry).files();
      var names = files.stream().map(DataFile::name).toList();
      var train = fetched.map(f -> pair(f, names, 0)).orElseGet(() -> bundled(entry, names, 0));
      var test = fetched.map(f -> pair(f, names, 2)).orElseGet(() -> bundled(entry, names, 2));
      var source = fetched.map(Fetched::source).orElse(Origin.Source.BUNDLED);
      return new LabelledImages(train, test, new Origin(entry.name(), source, train.size()));
    }
  }

  private static Images pair(Fetched fetched, List<String> names, int first) {
    Path images = fetched.file(names.get(first));
    Path labels = fetched.file(names.get(first + 1));
    return new Images(Idx.read(images), Idx.read(labels), o -> {});
  }

  private static Images bundled(Entry entry, List<String> names, int first) {
    var folder = entry.name() + "/";
    try (var images = open(folder + names.get(first));
        var labels = open(folder + names.get(first + 1))) {
      return new Images(
          Idx.read(images, names.get(first)), Idx.read(labels, names.get(first + 1)), o -> {});
    } catch (IOException e) {
      throw Refusal.of(e, "unreadable", folder, Refusal.reason(e));
    }
  }

  private static java.io.InputStream open(String name) throws IOException {
    var stream = LabelledImages.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("the jar does not hold " + name);
    }
    return stream;
  }
}
